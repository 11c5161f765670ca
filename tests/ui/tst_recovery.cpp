// SPDX-License-Identifier: Apache-2.0
#include "app/composition.h"
#include "core/base/resource_folder.h"
#include "core/model/choose_model.h"
#include "core/model/pretrained_model.h"
#include "core/project/import.h"
#include "dicom/phantom_dataset.h"
#include "dicom/readers.h"
#include "ui/common/message_area.h"
#include "ui/common/qt_convert.h"
#include "ui/main_window.h"

#include <QAbstractButton>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <memory>

using namespace nidus;
using namespace nidus::ui;
using State = TrainingViewModel::State;

/// The program is killed while it trains; what it says at the next start, and what a resumed run comes to.
class TestRecovery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aKilledTrainingIsResumedToTheSameWeights() {
        makeProject("killed.nidus");
        makeProject("whole.nidus");
        killWhileTraining();

        m_services = std::make_unique<Services>(makeServices());
        m_preferences = std::make_unique<Preferences>(path("nidus.ini"));
        m_window = std::make_unique<MainWindow>(*m_services, *m_preferences, Dialogs{});
        m_window->show();
        open("killed.nidus");
        auto* messages = m_window->findChild<MessageArea*>();
        QTRY_VERIFY(messages->contains(QStringLiteral("recovery")));
        const QString text = messages->textOf(QStringLiteral("recovery"));
        QVERIFY2(text.contains(QStringLiteral("run-001")) && text.contains(QStringLiteral("interrupted"))
                     && text.contains(QStringLiteral("epoch")),
                 qPrintable(text));
        QTest::mouseClick(m_window->findChild<QAbstractButton*>(QStringLiteral("resumeRun")), Qt::LeftButton);
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

    [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

    QTemporaryDir m_folder;
    std::unique_ptr<Services> m_services;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestRecovery)
#include "tst_recovery.moc"
