// SPDX-License-Identifier: Apache-2.0
#include "core/training/run_dossier.h"
#include "tests/support/fake_compute_engine.h"
#include "tests/support/training_project.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace nidus;

/// `nidus` on a machine without a display: `--export-report` of a project that was trained, and what it refuses.
class TestExportReport : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void dossierHasItAll();
    void writesAPage();
    void writesInChinese();
    void writesSheets();
    void takesTheNewestRunOfAProject();
    void refuses_data();
    void refuses();
    void refusesATourWithoutAProject();

private:
    struct Ended {
        int code = -1;
        QString errors;
    };
    [[nodiscard]] Ended nidus(const QStringList& arguments) const {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"})
            environment.remove(QLatin1String(name));
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), m_folder.path()); // else Qt says that there is none
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(NIDUS_BINARY_DIR "/bin/nidus"), arguments);
        if (!process.waitForFinished(60'000))
            return {};
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
                QString::fromUtf8(process.readAllStandardError())};
    }
    [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }
    [[nodiscard]] QByteArray content(const char* name) const {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir m_folder;
    QString m_run;
};

void TestExportReport::initTestCase() {
    test::TrainingProject::Options options;
    options.change = [](Case& c, Volume&) {
        if (c.id == "case-105")
            c.label.clear();
    };
    const test::TrainingProject made(m_folder.path().toStdString(), options);
    Project project = Project::open(made.folder);
    test::FakeComputeEngine engine;
    TrainOptions training;
    training.recipe.phases = {{1, 3}};
    const RunResult result = train(project, training, engine, {}, {});
    m_run = QString::fromStdString(project.runFolder(result.runId).string());
}

void TestExportReport::dossierHasItAll() {
    const Project project = Project::open(path("p.nidus").toStdString(), Project::Access::ReadOnly);
    const RunDossier dossier = readDossier(project, {});
    QCOMPARE(dossier.casesFound, 24);
    QCOMPARE(dossier.job.cases.size(), std::size_t{23});
    QCOMPARE(dossier.exclusions, (std::vector<Exclusion>{{"TRN-020", 1}}));
    QCOMPARE(dossier.folds.size(), dossier.result.folds.size());
    QVERIFY(dossier.model && dossier.model->weights.empty());
    int inner = 0;
    for (const EpochEvent& event : dossier.epochs)
        inner += event.fit.find("/inner_") != std::string::npos ? 1 : 0;
    QCOMPARE(inner, static_cast<int>(dossier.folds.size()) * dossier.job.recipe.innerFolds * 3);
}

void TestExportReport::writesAPage() {
    const Ended ended = nidus({QStringLiteral("--language"), QStringLiteral("en"), QStringLiteral("--export-report"),
                               m_run, path("report.html")});
    QCOMPARE(ended.errors, QString());
    QCOMPARE(ended.code, 0);
    const QByteArray html = content("report.html");
    QXmlStreamReader xml(html);
    while (!xml.atEnd())
        xml.readNext();
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QVERIFY(html.contains("lang=\"en\""));
    QVERIFY(html.contains("healthy"));
    QVERIFY(html.contains("ROC curve"));
    QVERIFY(html.contains("The image cannot be read (DCM-004).")); // its files are no images
    QVERIFY(!html.contains(m_folder.path().toUtf8()));
}

void TestExportReport::writesInChinese() {
    QCOMPARE(nidus({QStringLiteral("--language"), QStringLiteral("zh_CN"), QStringLiteral("--export-report"), m_run,
                    path("报告.html")})
                 .code,
             0);
    QVERIFY(content("报告.html").contains("lang=\"zh-CN\""));
    QVERIFY(content("报告.html").contains("仅供研究使用"));
}

void TestExportReport::writesSheets() {
    const Ended ended = nidus({QStringLiteral("--export-report"), m_run, path("report.pdf")});
    QCOMPARE(ended.code, 0);
    QVERIFY(content("report.pdf").startsWith("%PDF-"));
}

void TestExportReport::takesTheNewestRunOfAProject() {
    QCOMPARE(nidus({QStringLiteral("--export-report"), path("p.nidus"), path("newest.html")}).code, 0);
    QVERIFY(!content("newest.html").isEmpty());
}

void TestExportReport::refuses_data() {
    QTest::addColumn<QString>("run");
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("says");
    QTest::newRow("other kind") << m_run << path("report.docx") << 2 << QStringLiteral("needs a run");
    QTest::newRow("no file") << m_run << QString() << 2 << QStringLiteral("needs a run");
    QTest::newRow("no run") << m_run + QStringLiteral("9") << path("a.html") << 1 << QStringLiteral("TRN-009: ");
    QTest::newRow("elsewhere") << m_folder.path() << path("a.html") << 1 << QStringLiteral("TRN-009: ");
    QTest::newRow("no project") << path("q.nidus") << path("a.html") << 1 << QStringLiteral("PRJ-003: ");
    QTest::newRow("no folder") << m_run << path("missing/a.pdf") << 1 << QStringLiteral("FIL-003: ");
}

void TestExportReport::refuses() {
    QFETCH(QString, run);
    QFETCH(QString, file);
    QFETCH(int, code);
    QFETCH(QString, says);
    QStringList arguments{QStringLiteral("--export-report"), run};
    if (!file.isEmpty())
        arguments << file;
    const Ended ended = nidus(arguments);
    QVERIFY2(ended.errors.contains(says), qPrintable(ended.errors));
    QCOMPARE(ended.code, code);
    QVERIFY(!QFile::exists(path("a.html")));
}

// It would wait for a project for ever.
void TestExportReport::refusesATourWithoutAProject() {
    const QStringList offscreen{QStringLiteral("-platform"), QStringLiteral("offscreen")};
    for (const QStringList& arguments : {QStringList{QStringLiteral("--tour"), path("pictures")},
                                         {QStringLiteral("--tour"), path("pictures"), path("a.nidusmodel")},
                                         {QStringLiteral("--train"), QStringLiteral("quick")}}) {
        const Ended ended = nidus(offscreen + arguments);
        QVERIFY2(ended.errors.contains(QStringLiteral("need a project")), qPrintable(ended.errors));
        QCOMPARE(ended.code, 2);
    }
    const Ended missing =
        nidus(offscreen + QStringList{QStringLiteral("--tour"), path("pictures"), path("missing.nidus")});
    QVERIFY2(missing.errors.contains(QStringLiteral("PRJ-003: ")), qPrintable(missing.errors));
    QCOMPARE(missing.code, 1);
}

QTEST_GUILESS_MAIN(TestExportReport)
#include "tst_export_report.moc"
