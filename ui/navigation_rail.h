// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/place_states.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace nidus::ui {

class PlaceButton;

/// The places of the program, one above the other at the left edge of the window.
class NavigationRail final : public QWidget {
    Q_OBJECT

public:
    explicit NavigationRail(QWidget* parent = nullptr);

    /// `name` is the object name of the button.
    void addPlace(const char* name, const QString& iconName, const QString& text);
    [[nodiscard]] int current() const { return m_current; }
    void setCurrent(int index);
    /// A place that cannot be used yet is greyed out.
    void setPlaceEnabled(int index, bool isEnabled);
    /// A small sign at the icon of the place; its tool tip and its description for screen readers say it in words.
    void setPlaceMark(int index, const PlaceMark& mark);

Q_SIGNALS:
    void currentChanged(int index);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<PlaceButton*> m_buttons;
    QVBoxLayout* m_layout;
    int m_current = -1;
};

} // namespace nidus::ui
