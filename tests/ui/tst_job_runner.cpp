// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"
#include "ui/jobs/job_runner.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

using namespace nidus;
using namespace nidus::ui;

namespace {

/// Does nothing useful until it is asked to stop.
int runUntilStopped(const JobControl& control) {
    for (;;) {
        control.step(0.5, "waiting");
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

/// Owner of a runner that deletes itself when the job says so, as a page that is closed by its own result.
class Page : public QObject {
public:
    explicit Page(std::atomic_int& posted) {
        m_job.start(
            [this, &posted](const JobControl&) {
                for (int i = 0; i < 10; ++i)
                    m_job.post([this, &posted] {
                        ++posted;
                        delete this;
                    });
                return 0;
            },
            [](int) {});
    }

private:
    JobRunner m_job;
};

} // namespace

class TestJobRunner : public QObject {
    Q_OBJECT

private slots:
    void everyEventArrivesInOrderAndProgressIsCoalesced();
    void stops();
    void failureIsASentenceWithACode();
    void unknownThrownTypeIsAFailureToo();
    void workWithoutAResult();
    void moveOnlyResult();
    void startsAgain();
    void startsAgainFromItsOwnHandler();
    void destroyedWhileRunning();
    void destroyedBehindAnEndThatNobodyHeard();
    void pageThatDeletesItself();
    void givesWayToTheWindow();
};

void TestJobRunner::everyEventArrivesInOrderAndProgressIsCoalesced() {
    constexpr int kEvents = 2000, kReports = 20000;
    JobRunner job;
    QSignalSpy progressed(&job, &JobRunner::progressed);
    std::vector<int> arrived;
    bool isDone = false;
    job.start(
        [&job, &arrived](const JobControl& control) {
            for (int i = 0; i < kReports; ++i) {
                control.step(static_cast<double>(i + 1) / kReports, "counting");
                if (i % (kReports / kEvents) == 0)
                    job.post([&arrived, i] { arrived.push_back(i * kEvents / kReports); });
            }
            return 42;
        },
        [&](int result) {
            QCOMPARE(result, 42);
            QVERIFY(!job.isRunning());
            isDone = true;
        });
    QVERIFY(job.isRunning());
    QTRY_VERIFY(isDone);
    QCOMPARE(arrived.size(), std::size_t(kEvents));
    for (int i = 0; i < kEvents; ++i)
        QCOMPARE(arrived[static_cast<std::size_t>(i)], i);
    QVERIFY2(progressed.count() < kReports / 2, qPrintable(QString::number(progressed.count())));
    QCOMPARE(progressed.last().at(0).toDouble(), 1.0);
    QCOMPARE(progressed.last().at(1).toString(), QStringLiteral("counting"));
}

void TestJobRunner::stops() {
    JobRunner job;
    QSignalSpy cancelled(&job, &JobRunner::cancelled), failed(&job, &JobRunner::failed);
    job.start(runUntilStopped, [](int) { QFAIL("a stopped job has no result"); });
    job.cancel();
    QTRY_COMPARE(cancelled.count(), 1);
    QCOMPARE(failed.count(), 0);
    QVERIFY(!job.isRunning());
}

void TestJobRunner::failureIsASentenceWithACode() {
    JobRunner job;
    Failure seen;
    connect(&job, &JobRunner::failed, this, [&seen](const Failure& failure) { seen = failure; });
    job.start([](const JobControl&) -> int { throw Error("IMG-013", "The scan has 2 channels, not 1.", "case-7"); },
              [](int) { QFAIL("a failed job has no result"); });
    QTRY_COMPARE(seen.code, QStringLiteral("IMG-013"));
    QCOMPARE(seen.text, QStringLiteral("The scan has 2 channels, not 1."));
    QCOMPARE(seen.caseId, QStringLiteral("case-7"));
}

void TestJobRunner::unknownThrownTypeIsAFailureToo() {
    JobRunner job;
    Failure seen;
    connect(&job, &JobRunner::failed, this, [&seen](const Failure& failure) { seen = failure; });
    job.start([](const JobControl&) -> int { throw 7; }, [](int) {});
    QTRY_COMPARE(seen.code, QStringLiteral("BAS-900"));
    QVERIFY(!seen.text.isEmpty());
}

void TestJobRunner::workWithoutAResult() {
    JobRunner job;
    std::atomic_bool ran = false;
    bool isDone = false;
    job.start([&ran](const JobControl&) { ran = true; }, [&isDone] { isDone = true; });
    QTRY_VERIFY(isDone);
    QVERIFY(ran);
}

void TestJobRunner::moveOnlyResult() {
    JobRunner job;
    std::unique_ptr<int> seen;
    job.start([](const JobControl&) { return std::make_unique<int>(9); },
              [&seen](std::unique_ptr<int> result) { seen = std::move(result); });
    QTRY_VERIFY(seen);
    QCOMPARE(*seen, 9);
}

void TestJobRunner::startsAgain() {
    JobRunner job;
    QSignalSpy cancelled(&job, &JobRunner::cancelled);
    for (int round = 0; round < 20; ++round) {
        int result = -1;
        job.start([round](const JobControl&) { return round; }, [&result](int value) { result = value; });
        QTRY_COMPARE(result, round);
        job.start(runUntilStopped, [](int) {});
        job.cancel();
        QTRY_COMPARE(cancelled.count(), round + 1);
    }
}

void TestJobRunner::startsAgainFromItsOwnHandler() {
    JobRunner job;
    int second = 0;
    job.start([](const JobControl&) { return 1; },
              [&](int first) {
                  job.start([first](const JobControl&) { return first + 1; }, [&second](int value) { second = value; });
              });
    QTRY_COMPARE(second, 2);
}

void TestJobRunner::destroyedWhileRunning() {
    for (int round = 0; round < 50; ++round) {
        auto job = std::make_unique<JobRunner>();
        std::atomic_bool ended = false;
        job->start(
            [&ended, runner = job.get()](const JobControl& control) {
                struct AtEnd {
                    std::atomic_bool& flag;
                    ~AtEnd() { flag = true; }
                } atEnd{ended};
                for (int i = 0;; ++i) {
                    control.step(0.1, "running");
                    runner->post([i] { Q_UNUSED(i); });
                }
                return 0;
            },
            [](int) { QFAIL("nobody is left to be told"); });
        if (round % 2 == 0)
            QTest::qWait(1);
        job.reset();
        QVERIFY(ended);
        QCoreApplication::processEvents();
    }
}

// The result dies with the runner, which the thread sanitizer must see to be after the work.
void TestJobRunner::destroyedBehindAnEndThatNobodyHeard() {
    for (int round = 0; round < 20; ++round) {
        auto job = std::make_unique<JobRunner>();
        std::atomic_bool isEnding = false;
        job->start(
            [&isEnding](const JobControl&) {
                const auto result = std::make_shared<std::vector<int>>(100, 1);
                isEnding = true;
                return result;
            },
            [](const auto&) { QFAIL("nobody is left to be told"); });
        while (!isEnding)
            std::this_thread::yield();
        std::this_thread::sleep_for(std::chrono::milliseconds(5)); // the thread ends
        job.reset();
        QCoreApplication::processEvents();
    }
}

void TestJobRunner::pageThatDeletesItself() {
    for (int round = 0; round < 20; ++round) {
        std::atomic_int posted = 0;
        const QPointer<Page> page(new Page(posted));
        QTRY_VERIFY(!page);
        QTest::qWait(5);
        QCOMPARE(posted, 1); // the other calls died with the page
    }
}

void TestJobRunner::givesWayToTheWindow() {
#ifdef __linux__
    JobRunner job;
    int niceness = -1;
    job.start([](const JobControl&) { return getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); },
              [&niceness](int value) { niceness = value; });
    QTRY_VERIFY(niceness != -1);
    QVERIFY2(niceness >= 10, qPrintable(QString::number(niceness)));
    QVERIFY(getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())) <= niceness);
#else
    QSKIP("thread priorities are set under Linux only");
#endif
}

QTEST_GUILESS_MAIN(TestJobRunner)
#include "tst_job_runner.moc"
