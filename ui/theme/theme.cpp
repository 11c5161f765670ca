// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "ui/theme/style.h"

#include <QApplication>
#include <QToolTip>

#include <array>

namespace nidus::ui {
namespace {

struct BaseColours {
    QRgb window, base, alternate, button, text, disabled, highlight, highlightedText, tooltip, placeholder, link;
};

constexpr BaseColours kLight{0xfff4f5f7, 0xffffffff, 0xfff8f9fb, 0xffffffff, 0xff1c2330, 0xff8b93a1,
                             0xff1f6feb, 0xffffffff, 0xffffffff, 0xff6b7380, 0xff1a5fd0};
constexpr BaseColours kDark{0xff1b1e24, 0xff23272f, 0xff272c35, 0xff2d323c, 0xffe6e9ee, 0xff7c8594,
                            0xff3b82f6, 0xffffffff, 0xff2d323c, 0xff97a0ae, 0xff7fb2ff};

QPalette paletteOf(const BaseColours& c) {
    QPalette palette(QColor(c.button), QColor(c.window));
    palette.setColor(QPalette::WindowText, QColor(c.text));
    palette.setColor(QPalette::Base, QColor(c.base));
    palette.setColor(QPalette::AlternateBase, QColor(c.alternate));
    palette.setColor(QPalette::Text, QColor(c.text));
    palette.setColor(QPalette::ButtonText, QColor(c.text));
    palette.setColor(QPalette::BrightText, QColor(c.highlightedText));
    palette.setColor(QPalette::Highlight, QColor(c.highlight));
    palette.setColor(QPalette::HighlightedText, QColor(c.highlightedText));
    palette.setColor(QPalette::ToolTipBase, QColor(c.tooltip));
    palette.setColor(QPalette::ToolTipText, QColor(c.text));
    palette.setColor(QPalette::PlaceholderText, QColor(c.placeholder));
    palette.setColor(QPalette::Link, QColor(c.link));
    palette.setColor(QPalette::LinkVisited, QColor(c.link));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(c.disabled));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(c.disabled));
    return palette;
}

// The desktop's own choice, read before our palette hides it.
bool systemIsDark() {
    static const bool dark = isDark(QApplication::palette());
    return dark;
}

} // namespace

QString schemeName(Scheme scheme) {
    switch (scheme) {
    case Scheme::Light:
        return QStringLiteral("light");
    case Scheme::Dark:
        return QStringLiteral("dark");
    case Scheme::System:
        break;
    }
    return QStringLiteral("system");
}

Scheme schemeFromName(const QString& name) {
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark})
        if (name == schemeName(scheme))
            return scheme;
    return Scheme::System;
}

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

const Colours& colours(const QPalette& palette) {
    static const Colours light{QColor(0xff1a5fd0), QColor(0xff1a7f37), QColor(0xff8a5a00), QColor(0xffc0272d),
                               QColor(0xff5b6472), QColor(0xffd5d9e0), QColor(0xffffffff), QColor(0xffb8560b),
                               QColor(0xff9db8e8), QColor(0xffe6e9ee)};
    static const Colours dark{QColor(0xff7fb2ff), QColor(0xff5cc97a), QColor(0xffe3b341), QColor(0xffff7b72),
                              QColor(0xffa3acba), QColor(0xff3a414d), QColor(0xff23272f), QColor(0xffff9d4d),
                              QColor(0xff41598a), QColor(0xff343a45)};
    return isDark(palette) ? dark : light;
}

QColor classColour(int index) {
    static constexpr std::array<QRgb, 8> kOkabeIto{0xff0072b2, 0xffe69f00, 0xff009e73, 0xffcc79a7,
                                                   0xff56b4e9, 0xffd55e00, 0xfff0e442, 0xff999999};
    return QColor(kOkabeIto[static_cast<std::size_t>(index < 0 ? 7 : index) % kOkabeIto.size()]);
}

QPalette lightPalette() {
    return paletteOf(kLight);
}

void applyScheme(QApplication& application, Scheme scheme) {
    const bool dark = scheme == Scheme::Dark || (scheme == Scheme::System && systemIsDark());
    if (!qobject_cast<Style*>(application.style()))
        QApplication::setStyle(new Style);
    const QPalette palette = paletteOf(dark ? kDark : kLight);
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
}

} // namespace nidus::ui
