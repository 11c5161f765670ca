// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/pdf_sheets.h"

#include <QFontMetricsF>
#include <QSvgRenderer>
#include <QTextOption>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nidus::ui {
namespace {

constexpr double kFootHeight = 20, kParagraphGap = 5, kCellGap = 9, kRowGap = 2.5;
constexpr double kPointsPerPixel = 0.75; // of the drawings
constexpr double kFigureGap = 14;
constexpr std::size_t kCardsInARow = 5, kPicturesInARow = 4;

QColor paperInk(const char* name) {
    return QColor(inkOnPaper(QLatin1String(name)));
}

QTextOption wrapping() {
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    return option;
}

} // namespace

PdfSheets::PdfSheets(QPdfWriter& writer, const QString& language, Foot foot)
    : m_writer(writer), m_foot(std::move(foot)), m_isChinese(language.startsWith(QLatin1String("zh"))),
      m_unit(writer.resolution() / 72.0), m_width(writer.width() / m_unit),
      m_height(writer.height() / m_unit - kFootHeight), m_painter(&writer) {}

QFont PdfSheets::fontOf(const Style& style) const {
    QFont font;
    font.setFamilies(m_isChinese ? QStringList{QStringLiteral("Noto Sans CJK SC"), QStringLiteral("sans-serif")}
                                 : QStringList{QStringLiteral("Noto Sans"), QStringLiteral("DejaVu Sans"),
                                               QStringLiteral("sans-serif")});
    font.setStyleHint(QFont::SansSerif);
    font.setPointSizeF(style.size);
    font.setBold(style.isBold);
    return font;
}

QRectF PdfSheets::scaled(double x, double y, double width, double height) const {
    return {x * m_unit, y * m_unit, width * m_unit, height * m_unit};
}

double PdfSheets::heightOf(const QString& text, double width, const Style& style) {
    m_painter.setFont(fontOf(style));
    return m_painter.boundingRect(scaled(0, 0, width, 10 * m_height), text, wrapping()).height() / m_unit;
}

/// Returns the height of the text.
double PdfSheets::draw(const QString& text, double x, double y, double width, const Style& style) {
    const double height = heightOf(text, width, style);
    m_painter.setPen(paperInk(style.ink));
    m_painter.drawText(scaled(x, y, width, height + style.size), text, wrapping());
    return height;
}

double PdfSheets::room() const {
    return m_height - m_y;
}

void PdfSheets::need(double height) {
    if (height > room() && m_y > 0)
        startSheet();
}

void PdfSheets::startSheet() {
    m_foot(*this, m_page);
    m_writer.newPage();
    ++m_page;
    m_y = 0;
}

void PdfSheets::foot(const QString& left, const QString& right) {
    const double y = m_height + 6;
    m_painter.setFont(fontOf({7.5, "faint"}));
    m_painter.setPen(paperInk("faint"));
    m_painter.drawText(scaled(0, y, m_width, kFootHeight), Qt::AlignLeft | Qt::AlignTop, left);
    m_painter.drawText(scaled(0, y, m_width, kFootHeight), Qt::AlignRight | Qt::AlignTop, right);
}

int PdfSheets::finish() {
    m_foot(*this, m_page);
    m_painter.end();
    return m_page;
}

void PdfSheets::lead(const QString& title, const QString& subtitle, const QString& notice) {
    m_y += draw(title, 0, m_y, m_width, {20, "ink", true}) + 2;
    m_y += draw(subtitle, 0, m_y, m_width, {10, "faint"}) + 2;
    m_y += draw(notice, 0, m_y, m_width, {10, "caution", true}) + 6;
}

void PdfSheets::heading(const QString& title) {
    need(110); // with the beginning of what it heads
    if (m_y > 0) {
        m_y += 10;
        m_painter.setPen(QPen(paperInk("line"), 0.6 * m_unit));
        m_painter.drawLine(QPointF(0, m_y * m_unit), QPointF(m_width * m_unit, m_y * m_unit));
        m_y += 7;
    }
    m_y += draw(title, 0, m_y, m_width, {14, "ink", true}) + kParagraphGap;
}

void PdfSheets::operator()(const ReportParagraph& block) {
    const Style style{9.5};
    need(heightOf(block.text, m_width, style));
    m_y += draw(block.text, 0, m_y, m_width, style) + kParagraphGap;
}

void PdfSheets::operator()(const ReportNote& block) {
    const Style style{9.5};
    constexpr double kInset = 10, kPad = 4;
    const double height = heightOf(block.text, m_width - 2 * kInset, style) + 2 * kPad;
    need(height);
    m_painter.fillRect(scaled(0, m_y, m_width, height), paperInk("card"));
    m_painter.fillRect(scaled(0, m_y, 2.5, height), paperInk("caution"));
    draw(block.text, kInset, m_y + kPad, m_width - 2 * kInset, style);
    m_y += height + kParagraphGap;
}

PdfSheets::Style PdfSheets::cellStyle(bool isHead, std::size_t column) {
    return {8.5, !isHead && column == 0 ? "faint" : "ink", isHead};
}

/// As wide as their cells where all fit; else the wide ones share what the narrow ones leave.
std::vector<double> PdfSheets::columnWidths(const ReportTable& table) {
    std::vector<double> widths;
    const auto measure = [&](const QStringList& cells, bool isHead) {
        widths.resize(std::max(widths.size(), static_cast<std::size_t>(cells.size())));
        for (std::size_t i = 0; i < static_cast<std::size_t>(cells.size()); ++i) {
            const QFontMetricsF metrics(fontOf(cellStyle(isHead, i)), &m_writer);
            widths[i] = std::max(widths[i],
                                 metrics.horizontalAdvance(cells[static_cast<qsizetype>(i)]) / m_unit + kCellGap + 1);
        }
    };
    measure(table.head, true);
    for (const QStringList& row : table.rows)
        measure(row, false);
    std::vector<double*> wide;
    for (double& width : widths)
        wide.push_back(&width);
    double left = m_width;
    for (bool isDone = false; !isDone;) {
        isDone = true;
        const double share = left / static_cast<double>(std::max<std::size_t>(1, wide.size()));
        std::erase_if(wide, [&](const double* width) {
            if (*width > share)
                return false;
            left -= *width;
            isDone = false;
            return true;
        });
    }
    for (double* width : wide)
        *width = left / static_cast<double>(wide.size());
    return widths;
}

double PdfSheets::rowHeight(const QStringList& cells, const std::vector<double>& widths, bool isHead) {
    double height = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(cells.size()); ++i)
        height =
            std::max(height, heightOf(cells[static_cast<qsizetype>(i)], widths[i] - kCellGap, cellStyle(isHead, i)));
    return height + 2 * kRowGap;
}

void PdfSheets::tableRow(const QStringList& cells, const std::vector<double>& widths, bool isHead) {
    const double height = rowHeight(cells, widths, isHead);
    double x = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(cells.size()); ++i) {
        draw(cells[static_cast<qsizetype>(i)], x, m_y + kRowGap, widths[i] - kCellGap, cellStyle(isHead, i));
        x += widths[i];
    }
    m_y += height;
    m_painter.setPen(QPen(paperInk("line"), 0.5 * m_unit));
    m_painter.drawLine(QPointF(0, m_y * m_unit), QPointF((x - kCellGap / 2) * m_unit, m_y * m_unit));
}

void PdfSheets::operator()(const ReportTable& block) {
    const std::vector<double> widths = columnWidths(block);
    const double headHeight = block.head.isEmpty() ? 0 : rowHeight(block.head, widths, true);
    const double titleHeight = block.title.isEmpty() ? 0 : 18;
    double wanted = titleHeight + headHeight;
    for (std::size_t i = 0; i < std::min<std::size_t>(block.rows.size(), 3); ++i) // no row alone below its head
        wanted += rowHeight(block.rows[i], widths, false);
    need(wanted);
    if (!block.title.isEmpty()) {
        m_y += 4;
        m_y += draw(block.title, 0, m_y, m_width, {10, "ink", true}) + 2;
    }
    if (!block.head.isEmpty())
        tableRow(block.head, widths, true);
    for (const QStringList& row : block.rows) {
        if (rowHeight(row, widths, false) > room()) {
            startSheet();
            if (!block.head.isEmpty())
                tableRow(block.head, widths, true);
        }
        tableRow(row, widths, false);
    }
    m_y += kParagraphGap + 3;
}

void PdfSheets::figureRow(const ReportFigure* const* figures, std::size_t count, double width) {
    const Style title{10, "ink", true}, caption{8, "faint"};
    double height = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const Drawing& drawing = figures[i]->drawing;
        const double scale = std::min(width / drawing.width(), kPointsPerPixel);
        height = std::max(height, heightOf(figures[i]->title, width, title) + drawing.height() * scale
                                      + heightOf(figures[i]->caption, width, caption) + 8);
    }
    need(height);
    for (std::size_t i = 0; i < count; ++i) {
        const Drawing& drawing = figures[i]->drawing;
        const double x = static_cast<double>(i) * (width + kFigureGap);
        const double scale = std::min(width / drawing.width(), kPointsPerPixel);
        double y = m_y + draw(figures[i]->title, x, m_y, width, title) + 3;
        m_painter.setFont(fontOf({})); // which the drawing takes over
        QSvgRenderer renderer(drawing.printSvg());
        renderer.render(&m_painter, scaled(x, y, drawing.width() * scale, drawing.height() * scale));
        y += drawing.height() * scale + 2;
        draw(figures[i]->caption, x, y, width, caption);
    }
    m_y += height + kParagraphGap;
}

void PdfSheets::operator()(const ReportFigures& block) {
    const double half = (m_width - kFigureGap) / 2;
    for (std::size_t i = 0; i < block.figures.size();) {
        const auto isNarrow = [&](std::size_t at) {
            return at < block.figures.size() && block.figures[at].drawing.width() * kPointsPerPixel < half * 1.2;
        };
        const std::size_t count = isNarrow(i) && isNarrow(i + 1) ? 2 : 1;
        const ReportFigure* row[] = {&block.figures[i], &block.figures[std::min(i + 1, block.figures.size() - 1)]};
        figureRow(row, count, count == 2 ? half : m_width);
        i += count;
    }
}

void PdfSheets::operator()(const ReportGallery& block) {
    constexpr double kGap = 10, kSide = 112;
    const double width = (m_width - kGap * static_cast<double>(kPicturesInARow - 1)) / kPicturesInARow;
    const Style title{8.5, "ink", true}, text{7.5, "faint"};
    for (std::size_t first = 0; first < block.pictures.size(); first += kPicturesInARow) {
        const std::size_t end = std::min(first + kPicturesInARow, block.pictures.size());
        double captions = 0;
        for (std::size_t i = first; i < end; ++i)
            captions = std::max(captions, heightOf(block.pictures[i].title, width, title)
                                              + heightOf(block.pictures[i].text, width, text));
        need(kSide + captions + 4);
        for (std::size_t i = first; i < end; ++i) {
            const ReportPicture& picture = block.pictures[i];
            const double x = static_cast<double>(i - first) * (width + kGap);
            m_painter.fillRect(scaled(x, m_y, width, kSide), QColor(10, 10, 12));
            if (!picture.image.isNull()) {
                const QSizeF size = QSizeF(picture.image.size()).scaled(QSizeF(width, kSide), Qt::KeepAspectRatio);
                m_painter.drawImage(scaled(x + (width - size.width()) / 2, m_y + (kSide - size.height()) / 2,
                                           size.width(), size.height()),
                                    picture.image);
            }
            const double y = m_y + kSide + 3;
            draw(picture.text, x, y + draw(picture.title, x, y, width, title), width, text);
        }
        m_y += kSide + captions + 14;
    }
}

void PdfSheets::operator()(const ReportCards& block) {
    constexpr double kGap = 7, kPad = 6;
    const double width = (m_width - kGap * static_cast<double>(kCardsInARow - 1)) / kCardsInARow;
    const Style title{8, "faint"}, value{15, "ink", true}, detail{7.5, "faint"};
    for (std::size_t first = 0; first < block.cards.size(); first += kCardsInARow) {
        const std::size_t end = std::min(first + kCardsInARow, block.cards.size());
        const double inside = width - 2 * kPad;
        double height = 0;
        for (std::size_t i = first; i < end; ++i) {
            const ReportCards::Card& card = block.cards[i];
            height = std::max(height, heightOf(card.title, inside, title) + heightOf(card.value, inside, value)
                                          + heightOf(card.detail, inside, detail) + 2 * kPad);
        }
        need(height);
        for (std::size_t i = first; i < end; ++i) {
            const ReportCards::Card& card = block.cards[i];
            const double x = static_cast<double>(i - first) * (width + kGap);
            m_painter.setPen(QPen(paperInk("line"), 0.6 * m_unit));
            m_painter.setBrush(paperInk("card"));
            m_painter.drawRoundedRect(scaled(x, m_y, width, height), 3 * m_unit, 3 * m_unit);
            double y = m_y + kPad;
            y += draw(card.title, x + kPad, y, inside, title);
            y += draw(card.value, x + kPad, y, inside, value);
            draw(card.detail, x + kPad, y, inside, detail);
        }
        m_y += height + kParagraphGap;
    }
}

void PdfSheets::operator()(const ReportCode& block) {
    QFont font(QStringLiteral("monospace"));
    font.setStyleHint(QFont::Monospace);
    font.setPointSizeF(7);
    constexpr double kInset = 8;
    for (const QString& line : block.text.split(QLatin1Char('\n'))) {
        m_painter.setFont(font);
        const QRectF wanted = scaled(0, 0, m_width - kInset, 10 * m_height);
        const double height =
            m_painter.boundingRect(wanted, line.isEmpty() ? QStringLiteral(" ") : line, wrapping()).height() / m_unit;
        need(height);
        m_painter.setFont(font); // the foot of a sheet sets another
        m_painter.fillRect(scaled(0, m_y, 1.5, height), paperInk("line"));
        m_painter.setPen(paperInk("ink"));
        m_painter.drawText(scaled(kInset, m_y, m_width - kInset, height + 7), line, wrapping());
        m_y += height;
    }
    m_y += kParagraphGap;
}

} // namespace nidus::ui
