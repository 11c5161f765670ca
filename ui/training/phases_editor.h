// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/recipe.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace nidus::ui {

/// The phases of unfreezing, a line each: how many stages learn, and for how many epochs.
class PhasesEditor final : public QWidget {
    Q_OBJECT

public:
    explicit PhasesEditor(QWidget* parent = nullptr);

    [[nodiscard]] const std::vector<UnfreezePhase>& phases() const { return m_phases; }
    /// Without a signal.
    void setPhases(const std::vector<UnfreezePhase>& phases);

Q_SIGNALS:
    void edited();

private:
    void showPhases();
    void addLine(std::size_t number);

    std::vector<UnfreezePhase> m_phases;
    QVBoxLayout* m_lines;
};

} // namespace nidus::ui
