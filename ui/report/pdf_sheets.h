// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/report/report_document.h"

#include <QFont>
#include <QPainter>
#include <QPdfWriter>

#include <functional>
#include <vector>

namespace nidus::ui {

/// Sets the blocks of a report one below the other on sheets of paper. Lengths are points unless said otherwise.
class PdfSheets {
public:
    /// Called at the foot of each sheet, numbered from 1.
    using Foot = std::function<void(PdfSheets& sheets, int page)>;

    PdfSheets(QPdfWriter& writer, const QString& language, Foot foot);
    PdfSheets(const PdfSheets&) = delete;
    PdfSheets& operator=(const PdfSheets&) = delete;

    void heading(const QString& title);
    void lead(const QString& title, const QString& subtitle, const QString& notice);
    void operator()(const ReportParagraph& block);
    void operator()(const ReportNote& block);
    void operator()(const ReportTable& block);
    void operator()(const ReportFigures& block);
    void operator()(const ReportGallery& block);
    void operator()(const ReportCards& block);
    void operator()(const ReportCode& block);
    /// Text at the foot, to the left and to the right; for Foot.
    void foot(const QString& left, const QString& right);
    /// Ends the last sheet; returns how many there are.
    int finish();

private:
    struct Style {
        double size = 9;
        const char* ink = "ink";
        bool isBold = false;
    };

    [[nodiscard]] QFont fontOf(const Style& style) const;
    [[nodiscard]] double heightOf(const QString& text, double width, const Style& style);
    double draw(const QString& text, double x, double y, double width, const Style& style);
    [[nodiscard]] QRectF scaled(double x, double y, double width, double height) const;
    [[nodiscard]] double room() const;
    /// A new sheet unless that much is left on this one.
    void need(double height);
    void startSheet();
    [[nodiscard]] std::vector<double> columnWidths(const ReportTable& table);
    void tableRow(const QStringList& cells, const std::vector<double>& widths, bool isHead);
    [[nodiscard]] double rowHeight(const QStringList& cells, const std::vector<double>& widths, bool isHead);
    [[nodiscard]] static Style cellStyle(bool isHead, std::size_t column);
    void figureRow(const ReportFigure* const* figures, std::size_t count, double width);

    QPdfWriter& m_writer;
    Foot m_foot;
    bool m_isChinese;
    double m_unit, m_width, m_height; ///< device pixels per point; of the sheet inside its margins
    double m_y = 0;
    int m_page = 1;
    QPainter m_painter; // last: ends before the writer goes
};

} // namespace nidus::ui
