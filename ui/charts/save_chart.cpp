// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/save_chart.h"

#include <QBuffer>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>

#include <qcustomplot.h>

namespace nidus::ui {
namespace {

constexpr double kScale = 2; // of a picture in pixels, for slides and print

void paint(QCustomPlot& plot, QPaintDevice* device) {
    QCPPainter painter;
    painter.begin(device);
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    painter.setMode(QCPPainter::pmNonCosmetic);
    painter.setWindow(plot.viewport());
    plot.toPainter(&painter, plot.width(), plot.height());
    painter.end();
}

void paintPng(QCustomPlot& plot, QBuffer& file) {
    plot.toPixmap(plot.width(), plot.height(), kScale).save(&file, "PNG");
}

void paintSvg(QCustomPlot& plot, QBuffer& file) {
    QSvgGenerator generator;
    generator.setOutputDevice(&file);
    generator.setSize(plot.size());
    generator.setViewBox(plot.rect());
    generator.setResolution(plot.logicalDpiX());
    paint(plot, &generator);
}

void paintPdf(QCustomPlot& plot, QBuffer& file) {
    QPdfWriter writer(&file);
    const double pointsPerPixel = 72.0 / plot.logicalDpiX();
    writer.setResolution(plot.logicalDpiX());
    writer.setPageSize(QPageSize(QSizeF(plot.size()) * pointsPerPixel, QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins({});
    paint(plot, &writer);
}

/// A name may begin like a formula, which a spreadsheet would compute.
QByteArray cell(QString name) {
    if (!name.isEmpty() && QStringLiteral("=+-@").contains(name.front()))
        name.prepend(QLatin1Char('\''));
    name.replace(QLatin1Char('"'), QLatin1String("\"\""));
    return '"' + name.toUtf8() + '"';
}

QByteArray table(QCustomPlot& plot) {
    QByteArray text = "\xEF\xBB\xBF"
                      "curve,x,y\r\n";
    for (int i = 0; i < plot.plottableCount(); ++i) {
        QCPAbstractPlottable* plottable = plot.plottable(i);
        QCPPlottableInterface1D* data = plottable->interface1D();
        if (!data || qobject_cast<QCPErrorBars*>(plottable))
            continue;
        const QByteArray name = cell(plottable->name());
        for (int k = 0; k < data->dataCount(); ++k)
            text += name + ',' + QByteArray::number(data->dataMainKey(k), 'g', 10) + ','
                    + QByteArray::number(data->dataMainValue(k), 'g', 10) + "\r\n";
    }
    return text;
}

} // namespace

QByteArray chartFile(QCustomPlot& plot, const QString& suffix) {
    if (suffix == QLatin1String("csv"))
        return table(plot);
    QBuffer file;
    file.open(QIODevice::WriteOnly);
    if (suffix == QLatin1String("png"))
        paintPng(plot, file);
    else if (suffix == QLatin1String("svg"))
        paintSvg(plot, file);
    else if (suffix == QLatin1String("pdf"))
        paintPdf(plot, file);
    return file.data();
}

} // namespace nidus::ui
