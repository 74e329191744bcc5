"""The explorer as a person uses it, in a real browser: explorer.py URL [FOLDER-FOR-SCREENSHOTS]

On a desktop-sized and on a phone-sized window, in light and in dark: search, open an organization, follow its succession and its years, open evidence, read
the source, run a bundled question, edit SPARQL, download, switch the language. Nothing may be logged as an error, and nothing asked of another host.
"""

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

URL = sys.argv[1].rstrip("/")
SCREENSHOTS = Path(sys.argv[2]) if len(sys.argv) > 2 else None


class Browser:
    def __init__(self, name, width, height, dark):
        self.name = name
        self.downloads = Path(tempfile.mkdtemp())
        options = webdriver.ChromeOptions()
        for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", f"--window-size={width},{height}", "--lang=zh-CN"]:
            options.add_argument(argument)
        if dark:
            options.add_argument("--force-dark-mode")
        options.add_experimental_option("prefs", {"download.default_directory": str(self.downloads), "intl.accept_languages": "zh-CN"})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        # Named outright, so that selenium does not look for a driver on the network.
        options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        )
        if dark:
            self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})

    def wait(self, condition, what):
        return WebDriverWait(self.driver, 30).until(lambda driver: condition(), f"{self.name}: {what}")

    def one(self, selector, what=None):
        return self.wait(lambda: (self.driver.find_elements(By.CSS_SELECTOR, selector) or [None])[0], what or selector)

    def text(self, selector="#main"):
        self.one(selector)
        return self.driver.execute_script("return document.querySelector(arguments[0])?.innerText ?? ''", selector)

    def settled(self):
        self.wait(lambda: not self.driver.find_elements(By.CSS_SELECTOR, "#main[aria-busy]"), "the view is there")

    def shot(self, what):
        if SCREENSHOTS:
            self.settled()
            self.driver.save_screenshot(str(SCREENSHOTS / f"{self.name}-{what}.png"))

    def path(self):
        return unquote(urlsplit(self.driver.current_url).path)

    def fits(self, what):
        wide = self.driver.execute_script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, f"{self.name}: {what} is {wide} pixels too wide"

    def end(self):
        errors = [entry for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]
        assert not errors, f"{self.name}: {errors}"
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                asked = message["params"]["request"]["url"]
                assert asked.startswith((URL, "data:", "blob:", "about:", "chrome")), f"{self.name}: asks {asked}"
        self.driver.quit()


def visit(browser):
    driver = browser.driver
    driver.get(f"{URL}/?lang=zh")
    browser.wait(lambda: "谁对什么负责" in browser.text(), "the first view")
    assert driver.find_elements(By.CSS_SELECTOR, ".figures dd")[0].text == "7", browser.text(".figures")
    browser.shot("home")
    browser.fits("the first view")

    # Search by a short form, with the keyboard alone, and open what is suggested.
    driver.find_element(By.TAG_NAME, "body").send_keys("/")
    field = driver.switch_to.active_element
    field.send_keys("经信委")
    option = browser.one("#suggestions [role=option]")
    assert "经济和信息化委员会" in option.text, option.text
    field.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    browser.wait(lambda: "经济和信息化委员会" in browser.path(), "an organization's page")
    browser.settled()
    assert browser.text("h1") == "云岭省经济和信息化委员会"
    browser.shot("organization")
    browser.fits("an organization's page")

    # Its evidence.
    driver.find_element(By.CSS_SELECTOR, ".fact summary").click()
    quote = browser.wait(lambda: driver.find_element(By.CSS_SELECTOR, ".fact details[open] blockquote").text, "a quote")
    browser.shot("evidence")

    # The source, with the quote marked, and back from the mark to the fact.
    driver.find_element(By.CSS_SELECTOR, ".fact details[open] a[href^='/explore/document']").click()
    browser.one(".paper mark")
    mark = browser.wait(lambda: driver.execute_script("return document.activeElement.tagName == 'MARK' && document.activeElement.id"), "the mark")
    marked = driver.execute_script("return [...document.querySelectorAll('.paper')].map(paper => paper.textContent).join('')")
    assert quote.split("\n")[0] in marked, quote
    browser.shot("source")
    browser.fits("the source")
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    browser.wait(lambda: driver.execute_script("return document.activeElement.classList.contains('fact')"), f"the fact of {mark}")

    # Follow the succession.
    driver.get(f"{URL}/id/organization/云岭省环境保护厅")
    successor = browser.one(".succession a")
    name = successor.text
    successor.click()
    browser.wait(lambda: browser.text("h1") == name, "the successor")
    assert "更名" in browser.text(".succession") or "→" in browser.text(".succession")
    browser.shot("succession")

    # Its years through all its names, with the keyboard alone; the address of a cell is that of its evidence.
    browser.one("main a[href^='/explore/timeline']").send_keys(Keys.ENTER)
    browser.one(".years tbody tr")
    browser.settled()
    names = [cell.text for cell in driver.find_elements(By.CSS_SELECTOR, ".years th[scope=row]")]
    assert len(names) >= 2 and names[0].startswith("云岭省环境保护厅"), names
    cell = browser.one(".years td a")
    said, count = cell.get_attribute("aria-label"), int(cell.text)
    assert any(role in said for role in ["牵头", "配合", "负责"]), said
    browser.shot("timeline")
    browser.fits("a timeline")
    cell.send_keys(Keys.ENTER)
    browser.wait(lambda: driver.find_elements(By.CSS_SELECTOR, "#chosen .fact"), "the facts of a year")
    browser.settled()
    assert "year=" in driver.current_url and len(driver.find_elements(By.CSS_SELECTOR, "#chosen .fact")) >= count
    assert driver.find_element(By.CSS_SELECTOR, ".years [aria-current=true]").get_attribute("aria-label") == said
    browser.shot("timeline-year")

    # A bundled question as a form.
    driver.get(f"{URL}/explore/questions")
    browser.one("a[href='/explore/questions/responsibilities']").click()
    browser.one("#p-organization").send_keys("省财政厅")
    role = browser.one("#p-role")
    role.find_element(By.CSS_SELECTOR, "option[value=support]").click()
    driver.find_element(By.CSS_SELECTOR, ".form button").click()
    browser.wait(lambda: "role=support" in driver.current_url, "the address of the question")
    browser.settled()
    rows = browser.wait(lambda: driver.find_elements(By.CSS_SELECTOR, ".answer tbody tr"), "rows")
    assert all("support" in row.text and "财政厅" in row.text for row in rows), rows[0].text
    browser.shot("question")
    browser.fits("a question")
    driver.find_element(By.CSS_SELECTOR, "a[download$='.xlsx']").click()
    browser.wait(lambda: any(path.suffix == ".xlsx" and path.stat().st_size > 1000 for path in browser.downloads.iterdir()), "a workbook")

    # SPARQL in the editor.
    driver.get(f"{URL}/editor")
    browser.one(".CodeMirror")
    driver.execute_script(
        "document.querySelector('.CodeMirror').CodeMirror.setValue('SELECT (COUNT(*) AS ?n) WHERE { ?a a <https://zhengtu.example/ns#Assignment> }')"
    )
    browser.shot("editor")
    driver.find_element(By.CSS_SELECTOR, ".yasqe_queryButton").click()
    browser.wait(lambda: any(cell.text.strip('"').isdigit() for cell in driver.find_elements(By.CSS_SELECTOR, ".yasr td")), "an answer")
    browser.shot("answer")

    # Matrix and network.
    driver.get(f"{URL}/explore/matrix")
    browser.one(".matrix td a")
    browser.shot("matrix")
    driver.find_element(By.CSS_SELECTOR, "button[data-format=csv]").click()
    table = browser.wait(lambda: next((path for path in browser.downloads.iterdir() if path.name == "matrix.csv"), None), "a table").read_text("utf-8-sig")
    assert table.startswith("单位,文件,日期,牵头,配合,负责") and len(table.splitlines()) > 10, table[:200]
    field = browser.one("#m-title")
    field.send_keys("承接产业转移", Keys.ENTER)
    browser.wait(lambda: "title=" in driver.current_url and len(driver.find_elements(By.CSS_SELECTOR, ".matrix thead th")) == 3, "two documents")
    driver.get(f"{URL}/explore/network?iri=https%3A%2F%2Fzhengtu.example%2Fid%2Forganization%2F云岭省能源局")
    before = len(browser.wait(lambda: driver.find_elements(By.CSS_SELECTOR, ".network .node"), "nodes"))
    driver.execute_script("document.querySelector('.network .node:not(.open)').focus()")
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    browser.wait(lambda: len(driver.find_elements(By.CSS_SELECTOR, ".network .node")) > before, "the network grows")
    assert driver.current_url.count("iri=") == 2, driver.current_url
    browser.shot("network")

    # The other language; the view stays.
    address = driver.current_url
    driver.find_element(By.CSS_SELECTOR, "[data-language]").click()
    browser.wait(lambda: browser.text("h1") == "Network", "English")
    assert driver.current_url == address
    assert driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en"
    browser.shot("english")

    # What is not there.
    driver.get(f"{URL}/id/organization/没有这样的单位")
    browser.wait(lambda: driver.find_elements(By.CSS_SELECTOR, "[role=alert]"), "a sentence")
    time.sleep(0.1)
    driver.get_log("browser")  # The browser logs the 404 that was asked for.


for name, width, height, dark in [("desktop", 1280, 900, False), ("phone", 390, 844, True)]:
    browser = Browser(name, width, height, dark)
    try:
        visit(browser)
    except Exception:
        if SCREENSHOTS:
            browser.driver.save_screenshot(str(SCREENSHOTS / f"{name}-failed.png"))
        print(browser.driver.current_url, browser.driver.get_log("browser")[-5:], file=sys.stderr)
        raise
    browser.end()
    print(f"{name}: passed")
