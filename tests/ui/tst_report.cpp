// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/fake_services.h"
#include "ui/main_window.h"
#include "ui/report/plot.h"
#include "ui/report/report_content.h"
#include "ui/report/report_html.h"
#include "ui/report/report_pdf.h"
#include "ui/report/report_words.h"
#include "ui/report/write_report.h"

#include <QAbstractButton>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include <cmath>

using namespace nidus;
using namespace nidus::ui;

namespace {

/// What a reader of the page finds in it.
struct Page {
    QString text;                  ///< without mark-up
    QStringList sections, figures; ///< ids of the one, titles of the other
    int pictures = 0;
    QString error; ///< of the parser
};

Page parsed(const QByteArray& html) {
    Page page;
    QXmlStreamReader xml(html);
    bool isInSvg = false;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement()) {
            if (xml.name() == QLatin1String("section"))
                page.sections << xml.attributes().value(QLatin1String("id")).toString();
            if (xml.name() == QLatin1String("img")
                && xml.attributes().value(QLatin1String("src")).startsWith(QLatin1String("data:image/png;base64,")))
                ++page.pictures;
            if (xml.name() == QLatin1String("style"))
                xml.skipCurrentElement();
            if (xml.name() == QLatin1String("svg"))
                isInSvg = true;
            else if (isInSvg && xml.name() == QLatin1String("title")) {
                page.figures << xml.readElementText();
                isInSvg = false;
            }
        } else if (xml.isCharacters()) {
            page.text += xml.text();
        }
    }
    if (xml.hasError())
        page.error = QStringLiteral("%1 in line %2").arg(xml.errorString()).arg(xml.lineNumber());
    return page;
}

int countOf(const QByteArray& bytes, const char* pattern) {
    int count = 0;
    auto matches = QRegularExpression(QLatin1String(pattern)).globalMatch(QString::fromLatin1(bytes));
    for (; matches.hasNext(); matches.next())
        ++count;
    return count;
}

} // namespace

class TestReport : public QObject {
    Q_OBJECT

private slots:
    void pageHasEverySection();
    void pageHasEveryChart();
    void figuresEqualTheEvaluation();
    void exclusionsAreCounted();
    void worstCasesComeFirst();
    void picturesAreWithheld();
    void oneClassHasNoCharts();
    void threeClasses();
    void holdOut();
    void hostileNames();
    void sheets();
    void ticksAreRound_data();
    void ticksAreRound();
    void unwritableTarget();
    void exportsFromTheWindow();

private:
    [[nodiscard]] ReportDocument document(const RunDossier& dossier) const {
        const Services services = m_engine.services();
        return reportDocument(dossier,
                              [services](const std::string& id) { return services.readScan({}, id, 0, {}).volume; });
    }

    mutable test::FakeEngine m_engine;
};

void TestReport::pageHasEverySection() {
    const Page page = parsed(reportHtml(document(m_engine.dossier())));
    QCOMPARE(page.error, QString());
    QCOMPARE(page.sections.join(QLatin1Char(' ')),
             QStringLiteral("summary data split model training results failures findings limitations reproducibility"));
    QCOMPARE(page.text.count(QStringLiteral("Research use only — not a medical device")), 2); // at the top and the foot
    for (const char* expected : {"case-0006", "Volume alone reaches an AUC of 0.8.", "nidus-cli train", "2.13.0"})
        QVERIFY2(page.text.contains(QLatin1String(expected)), expected);
    QVERIFY(page.text.contains(QString::fromStdString(dataDigest(m_engine.dossier().job))));
    QVERIFY(!page.text.contains(QStringLiteral("Case c has no label"))); // one case is no matter of the whole
}

void TestReport::pageHasEveryChart() {
    const QByteArray html = reportHtml(document(m_engine.dossier()));
    const Page page = parsed(html);
    QCOMPARE(page.figures.join(QLatin1Char('|')),
             QStringLiteral("Flow of the cases|Loss over the epochs|ROC curve|Precision-recall curve|Calibration|"
                            "Decision curve"));
    QVERIFY(html.contains("prefers-color-scheme:dark"));
    QVERIFY(html.contains("@media print"));
    QVERIFY(!html.contains("http://") || countOf(html, "http://(?!www\\.w3\\.org/)") == 0); // nothing is fetched
    QCOMPARE(countOf(html, "(src|href)=\"(?!data:image/png|#)"), 0);
}

void TestReport::figuresEqualTheEvaluation() {
    const RunDossier dossier = m_engine.dossier();
    const Evaluation& e = dossier.result.evaluation;
    const QString text = parsed(reportHtml(document(dossier))).text;
    QVERIFY(e.auc && e.aucPooled && !e.perClass.empty());
    QVERIFY2(text.contains(estimateText(e.auc)), qPrintable(estimateText(e.auc)));
    QVERIFY(text.contains(estimateText(e.aucPooled)));
    QVERIFY(text.contains(QString::number(e.logLoss, 'f', 3)));
    QVERIFY(text.contains(QString::number(e.brier, 'f', 3)));
    for (const ThresholdReport& threshold : e.perClass.front().thresholds) {
        QVERIFY(text.contains(estimateText(threshold.point.sensitivity)));
        QVERIFY(text.contains(estimateText(threshold.point.specificity)));
    }
    QCOMPARE(estimateText(Estimate{0.5, 0.25, 0.75, {}}), QStringLiteral("0.500 (0.250 to 0.750)"));
    QCOMPARE(estimateText(Estimate{0.5, std::nan(""), std::nan(""), {}}), QStringLiteral("0.500"));
    QCOMPARE(estimateText(std::nullopt), QStringLiteral("–"));
}

void TestReport::exclusionsAreCounted() {
    const ReportDocument report = document(m_engine.dossier());
    const auto& blocks = report.sections.at(1).blocks;
    const auto table = std::find_if(blocks.begin(), blocks.end(), [](const ReportBlock& block) {
        const auto* found = std::get_if<ReportTable>(&block);
        return found && found->title == QLatin1String("Excluded cases");
    });
    QVERIFY(table != blocks.end());
    const auto& rows = std::get<ReportTable>(*table).rows;
    QCOMPARE(rows.size(), std::size_t{2});
    QCOMPARE(rows[0].join(QLatin1Char('|')), QStringLiteral("slices missing or uneven|DCM-011|2"));
    QCOMPARE(rows[1].join(QLatin1Char('|')), QStringLiteral("no label|TRN-020|1"));
    const QByteArray html = reportHtml(report);
    for (const char* text : {">27 case", ">Excluded: 3 case", ">slices missing or uneven (DCM-011): 2<", ">24 case"})
        QVERIFY2(html.contains(text), text);
}

void TestReport::worstCasesComeFirst() {
    const RunResult result = m_engine.result();
    const std::vector<Prediction> worst = worstCases(result);
    QCOMPARE(worst.size(), std::size_t{4}); // every sixth of 24
    double before = 0;
    for (const Prediction& p : worst) {
        const double ofTruth = p.probabilities.at(static_cast<std::size_t>(p.label));
        QVERIFY(ofTruth < 0.5 && ofTruth >= before);
        before = ofTruth;
    }
    QCOMPARE(parsed(reportHtml(document(m_engine.dossier()))).pictures, 4);

    RunResult right = result;
    for (Prediction& p : right.predictions)
        p.probabilities = p.label == 0 ? std::vector{0.9, 0.1} : std::vector{0.2, 0.8};
    QCOMPARE(worstCases(right).size(), std::size_t{4}); // near misses
    QCOMPARE(worstCases(right).front().label, 1);
}

void TestReport::picturesAreWithheld() {
    RunDossier dossier = m_engine.dossier();
    dossier.notShown[worstCases(dossier.result).front().caseId] = "DCM-020";
    Page page = parsed(reportHtml(document(dossier)));
    QCOMPARE(page.pictures, 3);
    QVERIFY(page.text.contains(QStringLiteral("text may be burned into the image (DCM-020)")));
    m_engine.readError = Error("FIL-001", "It is gone.");
    page = parsed(reportHtml(document(dossier)));
    m_engine.readError.reset();
    QCOMPARE(page.pictures, 0);
    QCOMPARE(page.text.count(QStringLiteral("The image cannot be read (FIL-001).")), 3);
}

void TestReport::oneClassHasNoCharts() {
    RunDossier dossier = m_engine.dossier();
    std::erase_if(dossier.result.predictions, [](const Prediction& p) { return p.label == 0; });
    dossier.result.evaluation = evaluate(dossier.result.predictions, {"benign", "malignant"}, 1,
                                         {std::vector<double>(12, 1.0), std::vector<double>(12, 1.0)});
    const Page page = parsed(reportHtml(document(dossier)));
    QCOMPARE(page.error, QString());
    QVERIFY(!page.figures.contains(QStringLiteral("ROC curve")));
    QVERIFY(page.text.contains(QStringLiteral("the tested cases are all of one class")));
}

void TestReport::threeClasses() {
    RunDossier dossier = m_engine.dossier();
    int i = 0;
    for (Prediction& p : dossier.result.predictions) {
        p.label = i++ % 3;
        p.probabilities = {0.2, 0.2, 0.2};
        p.probabilities[static_cast<std::size_t>(i % 5 == 0 ? 0 : p.label)] = 0.6;
        p.logits = {0, 0, 0};
    }
    dossier.job.classes = {"a", "b", "c"};
    dossier.job.positive = -1;
    dossier.result.evaluation = evaluate(dossier.result.predictions, dossier.job.classes, -1,
                                         {std::vector<double>(24, 1.0), std::vector<double>(24, 1.0)});
    const Page page = parsed(reportHtml(document(dossier)));
    QCOMPARE(page.error, QString());
    QVERIFY(page.figures.contains(QStringLiteral("ROC curve")));
    QVERIFY(page.text.contains(QStringLiteral("Each class against the rest")));
    QVERIFY(reportPdf(document(dossier)).startsWith("%PDF-"));
}

void TestReport::holdOut() {
    RunDossier dossier = m_engine.dossier();
    for (JobCase& c : dossier.job.cases)
        c.fold = *c.fold == 0 ? std::optional(0) : std::nullopt;
    std::erase_if(dossier.result.predictions, [](const Prediction& p) { return p.fold != 0; });
    dossier.result.neverTested = 12;
    const Page page = parsed(reportHtml(document(dossier)));
    QVERIFY(page.text.contains(QStringLiteral("Held out for the test")));
    QVERIFY(page.text.contains(QStringLiteral("on 24 held-out cases of 12 patients")));
}

void TestReport::hostileNames() {
    RunDossier dossier = m_engine.dossier();
    dossier.project = "<b>&\"%1 %n";
    dossier.job.classes = {"<script>alert(1)</script>", "恶性 & \"%2\""};
    dossier.result.evaluation.classes = dossier.job.classes;
    dossier.result.evaluation.perClass.front().name = dossier.job.classes.back();
    const QByteArray html = reportHtml(document(dossier));
    const Page page = parsed(html);
    QCOMPARE(page.error, QString());
    QVERIFY(!html.contains("<script>"));
    QVERIFY(page.text.contains(QStringLiteral("恶性 & \"%2\"")));
    QVERIFY(page.text.contains(QStringLiteral("Report of <b>&\"%1 %n")));
}

void TestReport::sheets() {
    const ReportDocument report = document(m_engine.dossier());
    const QByteArray pdf = reportPdf(report);
    QVERIFY(pdf.startsWith("%PDF-"));
    QVERIFY(pdf.trimmed().endsWith("%%EOF"));
    const int pages = countOf(pdf, "/Type\\s*/Page\\b(?!s)");
    QVERIFY2(pages >= 4 && pages <= 12, qPrintable(QString::number(pages)));
    QVERIFY(countOf(pdf, "/FontFile[23]?\\b") > 0); // embedded
    QVERIFY(pdf.contains("<dc:creator><rdf:Seq><rdf:li>Nidus "));
    QVERIFY(pdf.contains("/MediaBox [0 0 595 842]")
            || countOf(pdf, "/MediaBox \\[0(\\.0*)? 0(\\.0*)? 59[56]") > 0); // A4
    QCOMPARE(countOf(pdf, "/Subtype\\s*/Image\\b"), 4);                      // the scans alone: charts are drawn
}

void TestReport::ticksAreRound_data() {
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<double>("step");
    QTest::newRow("unit") << 0.0 << 1.0 << 0.2;
    QTest::newRow("epochs") << 0.0 << 4.0 << 1.0;
    QTest::newRow("loss") << 0.0 << 0.03 << 0.005;
    QTest::newRow("thousand") << 0.0 << 1000.0 << 200.0;
}

void TestReport::ticksAreRound() {
    QFETCH(double, low);
    QFETCH(double, high);
    QFETCH(double, step);
    QCOMPARE(tickStep(low, high), step);
}

void TestReport::unwritableTarget() {
    const QTemporaryDir folder;
    const std::filesystem::path target = folder.filePath(QStringLiteral("missing/report.html")).toStdString();
    try {
        writeReport(m_engine.services(), "/nowhere/p.nidus", "run-001", target, {});
        QFAIL("no error");
    } catch (const Error& error) {
        QCOMPARE(QString::fromStdString(error.code()), QStringLiteral("FIL-003"));
    }
    if (QFile::exists(QStringLiteral("/dev/full"))) // a disk without space
        try {
            writeReport(m_engine.services(), "/nowhere/p.nidus", "run-001", "/dev/full/report.html", {});
            QFAIL("no error");
        } catch (const Error&) {
        }
}

void TestReport::exportsFromTheWindow() {
    const QTemporaryDir folder;
    QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("p.nidus")));
    m_engine.trained = 1;
    const Services services = m_engine.services();
    Preferences preferences(folder.filePath(QStringLiteral("nidus.ini")));
    const QString target = folder.filePath(QStringLiteral("report.html"));
    QString asked;
    Dialogs dialogs;
    dialogs.chooseTarget = [&](QWidget*, const QString& kind, const QString& name) {
        asked = kind + QLatin1Char(' ') + name;
        return target;
    };
    MainWindow window(services, preferences, dialogs);
    window.openProject(folder.filePath(QStringLiteral("p.nidus")));
    window.show();
    auto* button = window.findChild<QAbstractButton*>(QStringLiteral("exportReport"));
    QVERIFY(button && !button->isEnabled());
    QTRY_VERIFY(button->isEnabled());
    window.goTo(MainWindow::Results);
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(asked, QStringLiteral("report p.pdf"));
    QTRY_VERIFY(QFile::exists(target));
    QTRY_VERIFY(window.findChild<QAbstractButton*>(QStringLiteral("openReport")));
    QFile file(target);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(parsed(file.readAll()).error, QString());
}

QTEST_MAIN(TestReport)
#include "tst_report.moc"
