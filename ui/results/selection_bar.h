// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPushButton;
class QToolButton;

namespace nidus::ui {

class Selection;
class TextLabel;

/// Which cases are chosen, with a way to see them and a way back to all. Hidden while none are.
class SelectionBar final : public QWidget {
    Q_OBJECT

public:
    explicit SelectionBar(Selection& selection, QWidget* parent = nullptr);
    /// Whether the cases are elsewhere than on the screen.
    void setCasesHidden(bool areHidden);

Q_SIGNALS:
    void casesWanted();

private:
    void showSelection();

    Selection& m_selection;
    TextLabel* m_text;
    QToolButton* m_clear;
    QPushButton* m_show;
};

} // namespace nidus::ui
