// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <string>
#include <vector>

class QHBoxLayout;
class QLineEdit;
class QToolButton;

namespace nidus::ui {

class CohortModel;

/// The classes in a row, each with its colour, its key and its count: a click labels the selected cases, a menu renames
/// it or makes it the positive one; the last one adds a class.
class ClassChips final : public QWidget {
    Q_OBJECT

public:
    explicit ClassChips(CohortModel& model, QWidget* parent = nullptr);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    /// The selected cases shall have this label; empty: none.
    void labelWanted(const std::string& className);

private:
    void showClasses();
    QToolButton* chipFor(int index);
    void askName(const std::string& renamed);
    void takeName();

    CohortModel& m_model;
    QHBoxLayout* m_row;
    std::vector<QToolButton*> m_chips;
    QToolButton* m_clear;
    QToolButton* m_add;
    QLineEdit* m_name; ///< of a new class, or the new one of `m_renamed`
    std::string m_renamed;
};

} // namespace nidus::ui
