// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>
#include <QRectF>
#include <QString>

namespace nidus::ui {

/// Colours by name, since a page may be light or dark: "ink", "faint", "line", "card", "good", "caution", "accent", and
/// "c0" to "c7" for classes, folds and the like.
using InkName = QString;
[[nodiscard]] InkName seriesInk(int index);

/// Stroke of a line; an empty dash is a solid one.
struct Stroke {
    InkName ink;
    double width = 1.5;
    QString dash{}; ///< "4 3"
};

/// A small vector picture that grows by what is drawn on it and ends as SVG. Units are CSS pixels, y grows downwards.
class Drawing {
public:
    Drawing() = default;
    Drawing(double width, double height) : m_width(width), m_height(height) {}

    [[nodiscard]] double width() const { return m_width; }
    [[nodiscard]] double height() const { return m_height; }
    void setHeight(double height) { m_height = height; }

    void line(const QPointF& from, const QPointF& to, const Stroke& stroke);
    void polyline(const QList<QPointF>& points, const Stroke& stroke);
    void area(const QList<QPointF>& points, const InkName& ink, double opacity);
    void circle(const QPointF& centre, double radius, const InkName& ink);
    void box(const QRectF& rect, const InkName& fill, const InkName& border);
    enum class Anchor { Start, Middle, End };
    void text(const QPointF& baseline, const QString& text, Anchor anchor, const InkName& ink = QStringLiteral("ink"),
              double size = 11, bool isBold = false);
    /// Read from below to above.
    void textUpwards(const QPointF& baseline, const QString& text, const InkName& ink, double size = 11);

    /// One <svg> element whose colours are CSS variables, "var(--ink)"; `description` is for those who cannot see it.
    [[nodiscard]] QString svg(const QString& description) const;
    /// The same with colours for white paper, for readers that know no CSS variables.
    [[nodiscard]] QByteArray printSvg() const;

private:
    double m_width = 0, m_height = 0;
    QString m_body;
};

/// The colours of a page as CSS declarations, "--ink:#1b1f24;...".
[[nodiscard]] QString inkDeclarations(bool isDark);
/// On white paper.
[[nodiscard]] QString inkOnPaper(const InkName& ink);

} // namespace nidus::ui
