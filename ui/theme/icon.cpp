// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icon.h"

#include "ui/theme/theme.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace nidus::ui {
namespace {

QColor colourOf(Tint tint, QIcon::Mode mode) {
    const QPalette palette = QApplication::palette();
    if (mode == QIcon::Disabled)
        return palette.color(QPalette::Disabled, QPalette::ButtonText);
    if (mode == QIcon::Selected)
        return palette.color(QPalette::HighlightedText);
    const Colours& c = colours(palette);
    switch (tint) {
    case Tint::Accent:
        return c.accent;
    case Tint::Good:
        return c.good;
    case Tint::Caution:
        return c.caution;
    case Tint::Bad:
        return c.bad;
    case Tint::Faint:
        return c.faintText;
    case Tint::Text:
        break;
    }
    return palette.color(QPalette::ButtonText);
}

class SvgIconEngine final : public QIconEngine {
public:
    SvgIconEngine(QString name, Tint tint) : m_name(std::move(name)), m_tint(tint) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatio() : 1;
        painter->drawPixmap(rect, render(rect.size(), ratio, mode));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return scaledPixmap(size, mode, state, 1);
    }

    // `size` is in device pixels here, whatever the scale.
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal) override {
        return render(size, 1, mode);
    }

    [[nodiscard]] QIconEngine* clone() const override { return new SvgIconEngine(m_name, m_tint); }

private:
    [[nodiscard]] QPixmap render(const QSize& size, qreal ratio, QIcon::Mode mode) const {
        const QColor colour = colourOf(m_tint, mode);
        const QSize pixels = (QSizeF(size) * ratio).toSize();
        const QString key = QStringLiteral("nidus-icon/%1/%2/%3x%4")
                                .arg(m_name, colour.name())
                                .arg(pixels.width())
                                .arg(pixels.height());
        QPixmap pixmap;
        if (!QPixmapCache::find(key, &pixmap)) {
            pixmap = QPixmap(pixels);
            pixmap.fill(Qt::transparent);
            QFile file(QStringLiteral(":/icons/%1.svg").arg(m_name));
            if (file.open(QIODevice::ReadOnly)) {
                QSvgRenderer renderer(file.readAll().replace("currentColor", colour.name().toLatin1()));
                QPainter painter(&pixmap);
                renderer.render(&painter);
            }
            QPixmapCache::insert(key, pixmap);
        }
        pixmap.setDevicePixelRatio(ratio);
        return pixmap;
    }

    QString m_name;
    Tint m_tint;
};

} // namespace

QIcon icon(const QString& name, Tint tint) {
    return QIcon(new SvgIconEngine(name, tint));
}

} // namespace nidus::ui
