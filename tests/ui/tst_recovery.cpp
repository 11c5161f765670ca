// SPDX-License-Identifier: Apache-2.0
#include "app/composition.h"
#include "core/base/resource_folder.h"
#include "core/model/choose_model.h"
#include "core/model/pretrained_model.h"
#include "core/project/import.h"
#include "dicom/phantom_dataset.h"
#include "dicom/readers.h"
#include "tests/ui/window_test.h"
#include "ui/common/message_area.h"
#include "ui/common/qt_convert.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTest>

#include <map>

using namespace nidus;
using namespace nidus::ui;
using State = TrainingViewModel::State;

/// The program is killed while it trains; what it says at the next start, and what a resumed run comes to.
class TestRecovery : public test::WindowTest {
    Q_OBJECT

private Q_SLOTS:
    void aKilledTrainingIsResumedToTheSameWeights() {
        makeProject("killed.nidus");
        makeProject("whole.nidus");
        killWhileTraining();

        showWindow(makeServices());
        open("killed.nidus");
        auto* messages = m_window->findChild<MessageArea*>();
        QTRY_VERIFY(messages->contains(QStringLiteral("recovery")));
        const QString text = messages->textOf(QStringLiteral("recovery"));
        QVERIFY2(text.contains(QStringLiteral("run-001")) && text.contains(QStringLiteral("interrupted"))
                     && text.contains(QStringLiteral("epoch")),
                 qPrintable(text));
        click("resumeRun");
        const std::string resumed = weightsOfTheTraining();
        open("whole.nidus");
        m_window->training().start("balanced");
        QCOMPARE(weightsOfTheTraining(), resumed);
    }

    void cleanup() { m_window.reset(); }

private:
    /// Twelve phantoms, prepared, in two given folds.
    void makeProject(const char* name) const {
        dicom::PhantomDatasetOptions options;
        options.cases = 12;
        if (!QDir(path("scans")).exists())
            dicom::writePhantomDataset(pathFromQt(path("scans")), options, {});
        QFile table(path("scans") + QStringLiteral("/labels.csv"));
        QVERIFY(table.open(QIODevice::ReadOnly));
        QList<QByteArray> lines = table.readAll().replace('\r', "").trimmed().split('\n');
        table.close();
        if (!lines.first().contains("fold")) {
            std::map<QByteArray, int> seen;
            lines.first() += ",fold";
            for (qsizetype i = 1; i < lines.size(); ++i)
                lines[i] += ',' + QByteArray::number(seen[lines[i].split(',').at(2)]++ % 2);
            QVERIFY(table.open(QIODevice::WriteOnly));
            table.write(lines.join('\n'));
            table.close();
        }
        Project project = Project::create(pathFromQt(path(name)));
        const auto reader = dicom::makeSeriesReader();
        QVERIFY(importTable(project, pathFromQt(table.fileName()), pathFromQt(path("scans")), *reader, {})
                    .problems.empty());
        static_cast<void>(chooseModel(project, loadPretrainedModel(resourceFolder() / "demo" / "model"), std::nullopt));
    }

    /// Kills the program when it is in the middle of its second fit.
    void killWhileTraining() const {
        QProcess program;
        program.setProcessChannelMode(QProcess::ForwardedChannels);
        program.start(QStringLiteral(NIDUS_BINARY_DIR "/bin/nidus"),
                      {QStringLiteral("--train"), QStringLiteral("balanced"), path("killed.nidus")});
        QVERIFY(program.waitForStarted());
        const QString events = path("killed.nidus") + QStringLiteral("/runs/run-001/fold_0/events.jsonl");
        QTRY_VERIFY_WITH_TIMEOUT(
            contentOf(events).contains("\"event\":\"epoch\",\"fit\":\"fold_0/inner_1\",\"epoch\":2"), 120000);
        program.kill();
        QVERIFY(program.waitForFinished());
    }

    static QByteArray contentOf(const QString& name) {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    void open(const char* name) {
        m_window->openProject(path(name));
        QTRY_VERIFY_WITH_TIMEOUT(
            pathToQt(m_window->project().snapshot().folder) == path(name) && !m_window->project().isBusy(), 20000);
    }

    [[nodiscard]] std::string weightsOfTheTraining() {
        std::string weights;
        QObject context;
        connect(&m_window->training(), &TrainingViewModel::finished, &context,
                [&weights](const RunResult& result) { weights = result.weightsSha256; });
        if (!QTest::qWaitFor([this] { return m_window->training().state() == State::Done; }, 240000))
            return "not finished";
        return QTest::qWaitFor([this] { return !m_window->project().isBusy(); }, 20000) ? weights : "still busy";
    }
};

QTEST_MAIN(TestRecovery)
#include "tst_recovery.moc"
