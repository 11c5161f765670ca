// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace nidus::ui {

/// Qt's Fusion. Its boxes and circles to tick have an edge darker than the window, which nobody sees on a dark one:
/// there they get one that stands out by 3 to 1 and more (WCAG 2.2, 1.4.11).
class Style final : public QProxyStyle {
    Q_OBJECT

public:
    Style();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
};

} // namespace nidus::ui
