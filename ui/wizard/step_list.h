// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

class QToolButton;

namespace nidus::ui {

/// The steps of the wizard at its side: which one it is, and a way to those that were visited.
class StepList final : public QWidget {
    Q_OBJECT

public:
    explicit StepList(const QStringList& steps, QWidget* parent = nullptr);
    void setCurrent(int step);

Q_SIGNALS:
    void stepWanted(int step);

private:
    std::vector<QToolButton*> m_steps;
    int m_current = 0, m_visited = 0; ///< the latter: the farthest
};

} // namespace nidus::ui
