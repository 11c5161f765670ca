// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/drawing.h"

#include "ui/theme/theme.h"

#include <QColor>

#include <array>
#include <cmath>

namespace nidus::ui {
namespace {

struct Ink {
    const char* name;
    const char* light;
    const char* dark;
};

// Text at least 4.5:1 and lines and marks at least 3:1 on both backgrounds, but for `line`, which only separates.
constexpr std::array kInks{Ink{"paper", "#ffffff", "#16191e"}, Ink{"ink", "#1b1f24", "#e8eaee"},
                           Ink{"faint", "#5b6472", "#a3acba"}, Ink{"line", "#d5d9e0", "#3a414d"},
                           Ink{"card", "#f5f6f8", "#23272f"},  Ink{"accent", "#1a5fd0", "#7fb2ff"},
                           Ink{"good", "#1a7f37", "#5cc97a"},  Ink{"caution", "#8a5a00", "#e3b341"}};
constexpr int kSeries = 8;

QString number(double value) {
    return QString::number(std::round(value * 100) / 100, 'g', 8);
}

QString point(const QPointF& at) {
    return number(at.x()) + QLatin1Char(',') + number(at.y());
}

QString joined(const QList<QPointF>& points) {
    QStringList parts;
    for (const QPointF& at : points)
        parts << point(at);
    return parts.join(QLatin1Char(' '));
}

QString variable(const InkName& ink) {
    return QStringLiteral("var(--%1)").arg(ink);
}

QString styleOf(const Stroke& stroke) {
    QString style = QStringLiteral("fill:none;stroke:%1;stroke-width:%2;stroke-linejoin:round")
                        .arg(variable(stroke.ink), number(stroke.width));
    if (!stroke.dash.isEmpty())
        style += QStringLiteral(";stroke-dasharray:") + stroke.dash;
    return style;
}

QString textElement(const QString& place, const QString& text, const char* anchor, const InkName& ink, double size,
                    bool isBold) {
    return QStringLiteral("<text %1 text-anchor=\"%2\" font-size=\"%3\"%4 style=\"fill:%5\">%6</text>\n")
        .arg(place, QLatin1String(anchor), number(size), isBold ? QStringLiteral(" font-weight=\"bold\"") : QString(),
             variable(ink), text.toHtmlEscaped());
}

} // namespace

InkName seriesInk(int index) {
    return QStringLiteral("c%1").arg(index % kSeries);
}

QString inkOnPaper(const InkName& ink) {
    for (const Ink& known : kInks)
        if (ink == QLatin1String(known.name))
            return QLatin1String(known.light);
    return classColour(ink.mid(1).toInt()).name();
}

QString inkDeclarations(bool isDark) {
    QString css;
    for (const Ink& ink : kInks)
        css += QStringLiteral("--%1:%2;").arg(QLatin1String(ink.name), QLatin1String(isDark ? ink.dark : ink.light));
    for (int i = 0; i < kSeries; ++i)
        css += QStringLiteral("--%1:%2;").arg(seriesInk(i), classColour(i).name());
    return css;
}

void Drawing::line(const QPointF& from, const QPointF& to, const Stroke& stroke) {
    polyline({from, to}, stroke);
}

void Drawing::polyline(const QList<QPointF>& points, const Stroke& stroke) {
    m_body += QStringLiteral("<polyline points=\"%1\" style=\"%2\"/>\n").arg(joined(points), styleOf(stroke));
}

void Drawing::area(const QList<QPointF>& points, const InkName& ink, double opacity) {
    m_body += QStringLiteral("<polygon points=\"%1\" style=\"fill:%2;fill-opacity:%3;stroke:none\"/>\n")
                  .arg(joined(points), variable(ink), number(opacity));
}

void Drawing::circle(const QPointF& centre, double radius, const InkName& ink) {
    m_body += QStringLiteral("<circle cx=\"%1\" cy=\"%2\" r=\"%3\" style=\"fill:%4;stroke:none\"/>\n")
                  .arg(number(centre.x()), number(centre.y()), number(radius), variable(ink));
}

void Drawing::box(const QRectF& rect, const InkName& fill, const InkName& border) {
    m_body += QStringLiteral("<rect x=\"%1\" y=\"%2\" width=\"%3\" height=\"%4\" rx=\"4\" "
                             "style=\"fill:%5;stroke:%6;stroke-width:1\"/>\n")
                  .arg(number(rect.x()), number(rect.y()), number(rect.width()), number(rect.height()), variable(fill),
                       variable(border));
}

void Drawing::text(const QPointF& baseline, const QString& text, Anchor anchor, const InkName& ink, double size,
                   bool isBold) {
    const char* name = anchor == Anchor::Start ? "start" : anchor == Anchor::Middle ? "middle" : "end";
    m_body += textElement(QStringLiteral("x=\"%1\" y=\"%2\"").arg(number(baseline.x()), number(baseline.y())), text,
                          name, ink, size, isBold);
}

void Drawing::textUpwards(const QPointF& baseline, const QString& text, const InkName& ink, double size) {
    m_body += textElement(
        QStringLiteral("transform=\"translate(%1 %2) rotate(-90)\"").arg(number(baseline.x()), number(baseline.y())),
        text, "middle", ink, size, false);
}

QString Drawing::svg(const QString& description) const {
    return QStringLiteral("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1 %2\" width=\"%1\" height=\"%2\" "
                          "role=\"img\" font-weight=\"normal\" stroke=\"none\">\n<title>%3</title>\n%4</svg>\n")
        .arg(number(m_width), number(m_height), description.toHtmlEscaped(), m_body);
}

QByteArray Drawing::printSvg() const {
    QString text = svg({});
    for (const Ink& ink : kInks)
        text.replace(variable(QLatin1String(ink.name)), QLatin1String(ink.light));
    for (int i = 0; i < kSeries; ++i)
        text.replace(variable(seriesInk(i)), classColour(i).name());
    return text.toUtf8();
}

} // namespace nidus::ui
