"""Opens a report in Chromium and does what a reader does; says what it saw as JSON. Called by report.rs: report.py PAGE PDF."""

import base64
import json
import pathlib
import shutil
import sys

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

page, pdf = (pathlib.Path(path).resolve() for path in sys.argv[1:])
options = webdriver.ChromeOptions()
for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]:
    options.add_argument(argument)
options.binary_location = shutil.which("chromium")
options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
browser = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
browser.set_window_size(1280, 900)
seen = {}
try:
    browser.get(page.as_uri())
    script = browser.execute_script
    dialog = browser.find_element(By.ID, "proof")

    def proof():
        """What the dialog shows, which is then closed as a reader closes it."""
        is_open = script("return arguments[0].open", dialog)
        shown = {"open": is_open, "title": dialog.find_element(By.TAG_NAME, "h2").text,
                 "pieces": [piece.text for piece in dialog.find_elements(By.CSS_SELECTOR, "ol > li")]}
        dialog.send_keys(Keys.ESCAPE)
        shown["closed"] = not script("return arguments[0].open", dialog)
        return shown

    # The first mark of each chart by the pointer. A tie is a thin line, so its middle is no place to click.
    seen["charts"] = {}
    for section in browser.find_elements(By.CSS_SELECTOR, "main > section:has(svg)"):
        mark = section.find_element(By.CSS_SELECTOR, ".mark:not(.tie)")
        script("arguments[0].scrollIntoView({block: 'center'})", mark)
        ActionChains(browser).move_to_element(mark.find_element(By.CSS_SELECTOR, "rect, circle")).click().perform()
        seen["charts"][section.get_attribute("id")] = proof()

    # By the keyboard: one stop a chart, the arrows between marks, Enter.
    first = browser.find_element(By.CSS_SELECTOR, "#matrix .mark[tabindex='0']")
    script("arguments[0].focus()", first)
    first.send_keys(Keys.ARROW_DOWN)
    second = browser.switch_to.active_element
    seen["arrow_moves"] = second != first and second.get_attribute("class").startswith("mark")
    seen["tip"] = browser.find_element(By.ID, "tip").text
    seen["label"] = second.get_attribute("aria-label")
    second.send_keys(Keys.ENTER)
    seen["keyboard"] = proof()

    # Every mark opens something, and what it opens holds its facts.
    seen["marks"] = script("return document.querySelectorAll('.mark').length")
    seen["empty_marks"] = script("""
        let empty = 0;
        for (const mark of document.querySelectorAll('.mark')) {
            mark.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}));
            const facts = document.querySelectorAll('#proof [data-fact]').length;
            if (!document.getElementById('proof').open || facts !== new Set(mark.dataset.facts.split(' ')).size) empty++;
            document.getElementById('proof').close();
        }
        return empty""")

    # The filter.
    field = browser.find_element(By.ID, "filter")
    field.send_keys("没有这样的词")
    seen["filtered"] = script("return [document.querySelectorAll('.mark:not(.dim)').length, document.querySelectorAll('#evidence li[id]:not(.hidden)').length]")
    field.clear()
    field.send_keys(" ", Keys.BACKSPACE)
    seen["unfiltered"] = script("return document.querySelectorAll('.mark.dim').length")

    seen["zh"] = browser.find_element(By.CSS_SELECTOR, "#matrix h2").text
    browser.find_element(By.ID, "language").click()
    seen["en"] = browser.find_element(By.CSS_SELECTOR, "#matrix h2").text
    seen["label_en"] = second.get_attribute("aria-label")

    # Nothing is wider than the window, on a phone as on a desk; charts scroll by themselves.
    seen["overflow"] = {}
    for width in (390, 1280):
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 600})
        seen["overflow"][width] = script("return document.documentElement.scrollWidth - innerWidth")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    seen["scripted"] = script("return window.attacked === undefined ? 'no' : 'yes'")
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    pdf.write_bytes(base64.b64decode(printed["data"]))
    seen["console"] = [entry["message"] for entry in browser.get_log("browser")]
    events = (json.loads(entry["message"])["message"] for entry in browser.get_log("performance"))
    seen["requests"] = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
finally:
    browser.quit()
print(json.dumps(seen, ensure_ascii=False))
