// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QLabel>
#include <QString>
#include <QWidget>

class QLineEdit;

namespace nidus::ui {

/// Gives a control its stable object name and the name that a screen reader says; returns the control.
template <class Control>
Control* named(Control* control, const char* objectName, const QString& accessibleName) {
    control->setObjectName(QString::fromLatin1(objectName));
    control->setAccessibleName(accessibleName);
    return control;
}

/// Makes a line edit a filter: a magnifying glass, a button that empties it, and what it looks for while it is empty.
void makeSearchField(QLineEdit* edit, const QString& placeholder);
/// A button in a line edit that empties it.
void addClearButton(QLineEdit* edit);

enum class TextRole { Title, Heading, Body, Secondary };

/// A label in one of the four text styles; sizes follow the application font, colours the palette of the moment.
class TextLabel final : public QLabel {
    Q_OBJECT

public:
    explicit TextLabel(TextRole role, const QString& text = {}, QWidget* parent = nullptr);

    /// Also tells screen readers, for texts that change while something runs.
    void announce(const QString& text);

protected:
    void changeEvent(QEvent* event) override;

private:
    void applyRole();

    TextRole m_role;
    bool m_applying = false;
};

/// A rounded box in the card colour of the theme, with a border in its line colour or, when emphasised, its accent.
class Card : public QWidget {
    Q_OBJECT

public:
    explicit Card(QWidget* parent = nullptr);
    void setEmphasised(bool emphasised);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool m_emphasised = false;
};

} // namespace nidus::ui
