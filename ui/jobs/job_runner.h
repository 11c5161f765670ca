// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/job.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

class QThread;

namespace nidus::ui {

/// Why a job ended early: a stable code, a sentence, and the case concerned (empty if none).
struct Failure {
    QString code, text, caseId;
};

/// Runs one blocking function at a time on a thread of its own and hands everything back to the thread that owns the
/// runner. Values cross under one std::mutex; Qt carries only the wake-up. The destructor cancels, then joins: make the
/// runner the last member of its owner, so that it dies before anything the work touches.
class JobRunner final : public QObject {
    Q_OBJECT

public:
    explicit JobRunner(QObject* parent = nullptr);
    ~JobRunner() override;

    /// True from start() until the handler of the end (done, cancelled or failed) is about to run.
    [[nodiscard]] bool isRunning() const { return m_running; }
    /// Asks the work to stop; it ends with cancelled(), or with `done` if it was faster.
    void cancel();

    /// `work`: T(const JobControl&), on the worker thread, which has an 8 MB stack and gives way to the window.
    /// `done`: void(T), on the owner's thread, only after success. Not while another job is running.
    template <class Work, class Done>
    void start(Work work, Done done) {
        auto sharedWork = std::make_shared<Work>(std::move(work));
        auto sharedDone = std::make_shared<Done>(std::move(done));
        launch([sharedWork, sharedDone](const JobControl& control) -> Call {
            using Result = std::invoke_result_t<Work&, const JobControl&>;
            if constexpr (std::is_void_v<Result>) {
                (*sharedWork)(control);
                return [sharedDone] { (*sharedDone)(); };
            } else {
                auto result = std::make_shared<Result>((*sharedWork)(control));
                return [sharedDone, result] { (*sharedDone)(std::move(*result)); };
            }
        });
    }

    /// From the worker: runs `call` on the owner's thread; all calls arrive, in order (events).
    void post(std::function<void()> call);
    /// From the worker: of several reports between two rounds of the event loop only the newest arrives (state).
    void publish(const Progress& progress);

Q_SIGNALS:
    void progressed(double fraction, const QString& stage);
    void cancelled();
    void failed(const nidus::ui::Failure& failure);

private:
    using Call = std::function<void()>;
    using Body = std::function<Call(const JobControl&)>;

    void launch(Body body);
    void run(const Body& body, const CancelToken& token);
    void join();
    void wake();
    Q_INVOKABLE void drain();

    std::unique_ptr<QThread> m_thread; // owner's thread only, as the next two
    CancelToken m_token;
    bool m_running = false;
    std::mutex m_mutex; // guards the three below
    std::vector<Call> m_inbox;
    std::optional<Progress> m_latest;
    bool m_awake = false;
};

} // namespace nidus::ui
