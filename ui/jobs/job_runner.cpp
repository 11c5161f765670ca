// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/job_runner.h"

#include "core/base/error.h"

#include <QPointer>
#include <QThread>

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace nidus::ui {
namespace {

constexpr unsigned kStackBytes = 8U << 20U; // what a main thread has; other platforms give far less

// Qt's thread priorities do nothing under Linux' normal scheduler; a nice value does, and the pools that the work
// starts from this thread inherit it.
void giveWayToTheWindow() {
#ifdef __linux__
    constexpr int kNiceness = 10;
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNiceness);
#endif
}

class JobThread final : public QThread {
public:
    explicit JobThread(std::function<void()> body) : m_body(std::move(body)) {
        setObjectName(QStringLiteral("nidus-job"));
        setStackSize(kStackBytes);
    }

protected:
    void run() override {
        giveWayToTheWindow();
        m_body();
    }

private:
    std::function<void()> m_body;
};

Failure failureFrom(const std::exception_ptr& exception) {
    const Error error = asError(exception);
    return {QString::fromStdString(error.code()), QString::fromUtf8(error.what()),
            QString::fromStdString(error.caseId())};
}

} // namespace

JobRunner::JobRunner(QObject* parent) : QObject(parent) {}

JobRunner::~JobRunner() {
    cancel();
    join();
}

void JobRunner::cancel() {
    m_token.cancel();
}

void JobRunner::launch(Body body) {
    Q_ASSERT(!m_running);
    join();
    m_token = {};
    m_running = true;
    m_thread = std::make_unique<JobThread>([this, body = std::move(body), token = m_token] { run(body, token); });
    m_thread->start();
}

// On the worker thread. The end of the job is one more posted call, so that it arrives after all its events.
void JobRunner::run(const Body& body, const CancelToken& token) {
    const JobControl control{token, [this](const Progress& progress) { publish(progress); }};
    try {
        post([this, done = body(control)] {
            m_running = false;
            done();
        });
    } catch (const Cancelled&) {
        post([this] {
            m_running = false;
            Q_EMIT cancelled();
        });
    } catch (...) {
        post([this, failure = failureFrom(std::current_exception())] {
            m_running = false;
            Q_EMIT failed(failure);
        });
    }
}

void JobRunner::post(std::function<void()> call) {
    const std::lock_guard lock(m_mutex);
    m_inbox.push_back(std::move(call));
    wake();
}

void JobRunner::publish(const Progress& progress) {
    const std::lock_guard lock(m_mutex);
    m_latest = progress;
    wake();
}

void JobRunner::join() {
    if (m_thread)
        m_thread->wait();
    // Orders all that the work did before what follows: the thread sanitizer knows this lock, but none of Qt's.
    const std::lock_guard lock(m_mutex);
}

// Called with the mutex held. The queued event names the method and holds no memory of ours.
void JobRunner::wake() {
    if (!std::exchange(m_awake, true))
        QMetaObject::invokeMethod(this, "drain", Qt::QueuedConnection);
}

void JobRunner::drain() {
    const QPointer<JobRunner> alive(this); // a handler may delete the page and this runner with it
    std::vector<Call> calls;
    std::optional<Progress> latest;
    {
        const std::lock_guard lock(m_mutex);
        m_awake = false;
        calls.swap(m_inbox);
        latest.swap(m_latest);
    }
    if (latest)
        Q_EMIT progressed(latest->fraction, QString::fromStdString(latest->stage));
    for (const Call& call : calls)
        if (alive)
            call();
}

} // namespace nidus::ui
