//! Names of persons, as far as their surnames tell them.

/// The commonest surnames, which begin few other words.
const COMMON: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴钟汪田任姜范方石姚谭廖邹熊陆郝孔崔康毛邱秦史顾侯邵孟龙万段雷钱汤尹黎易乔贺赖龚";
/// Surnames that are borne often enough to tell a name where a name may stand.
const OTHER: &str = "肖金韦夏付白江闫陶覃武严莫向温施文牛樊葛邢安齐伍庞颜倪庄聂章鲁岳翟申欧耿关兰焦俞左柳甘祝包宁尚符舒阮纪柯梅童凌毕单裴霍涂成苗谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁房蒲滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑党宫费卜冷晏席卫米柏宗桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟巴云斯乌宝额那奥永布哈阿热依其孜措扎格次索丹德旦桑央";
/// Surnames of two characters.
const DOUBLE: [&str; 8] = ["欧阳", "上官", "司马", "诸葛", "皇甫", "司徒", "东方", "尉迟"];

/// Whether a word begins with one of the commonest surnames, which is proof enough where other words may stand too (市财政局（王某）).
pub fn has_common_surname(word: &str) -> bool {
    word.starts_with(|first| COMMON.contains(first))
}

/// Whether a word begins with a surname.
pub fn has_surname(word: &str) -> bool {
    has_double_surname(word) || word.starts_with(|first| COMMON.contains(first) || OTHER.contains(first))
}

/// Whether a word begins with a surname of two characters.
pub fn has_double_surname(word: &str) -> bool {
    DOUBLE.iter().any(|surname| word.starts_with(surname))
}
