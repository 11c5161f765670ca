// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <string>
#include <vector>

namespace nidus::ui {

class TrainingViewModel;

/// Runs that wait for the one of the moment, as long as the window has their project open. The next one starts by
/// itself when a run has come to its result; after one that was paused or has failed they wait, for it can go on.
class RunQueue final : public QObject {
    Q_OBJECT

public:
    explicit RunQueue(TrainingViewModel& training, QObject* parent = nullptr);

    [[nodiscard]] const std::vector<std::string>& presets() const { return m_presets; }
    void add(const std::string& preset);
    void remove(std::size_t number);
    /// Now; nothing while a run is running or none waits.
    void startNext();

Q_SIGNALS:
    void changed();

private:
    TrainingViewModel& m_training;
    std::vector<std::string> m_presets;
    bool m_isDue = false; ///< as soon as the project has been read again
};

} // namespace nidus::ui
