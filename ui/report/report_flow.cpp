// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/qt_convert.h"
#include "ui/report/report_charts.h"
#include "ui/report/report_words.h"

#include <algorithm>
#include <set>

namespace nidus::ui {
namespace {

constexpr double kWidth = 680, kGap = 26, kLine = 15, kPad = 9, kMain = 300, kSide = 330, kBetween = 8;
constexpr std::size_t kFoldsInARow = 5;

double boxHeight(const QStringList& lines) {
    return 2 * kPad + kLine * static_cast<double>(lines.size()) - 3;
}

/// A box of lines, the first one bold; returns its lower edge.
double drawBox(Drawing& drawing, double x, double y, double width, const QStringList& lines) {
    const QRectF rect(x, y, width, boxHeight(lines));
    drawing.box(rect, QStringLiteral("card"), QStringLiteral("faint"));
    double baseline = y + kPad + 10;
    for (const QString& line : lines) {
        drawing.text({x + width / 2, baseline}, line, Drawing::Anchor::Middle, QStringLiteral("ink"), 11.5,
                     line == lines.front());
        baseline += kLine;
    }
    return rect.bottom();
}

void drawArrow(Drawing& drawing, const QPointF& from, const QPointF& to) {
    constexpr double kHead = 5;
    const Stroke stroke{QStringLiteral("faint"), 1.2};
    drawing.line(from, to, stroke);
    const QPointF back = from.x() == to.x() ? QPointF(0, -kHead) : QPointF(-kHead, 0);
    const QPointF aside = from.x() == to.x() ? QPointF(kHead * 0.7, 0) : QPointF(0, kHead * 0.7);
    drawing.area({to, to + back + aside, to + back - aside}, stroke.ink, 1);
}

QStringList linesOf(const QString& title, const std::vector<JobCase>& cases, const std::vector<std::string>& classes) {
    std::set<std::string> patients;
    for (const JobCase& c : cases)
        patients.insert(c.patient);
    QStringList lines{title, Report::tr("%n case(s)", nullptr, static_cast<int>(cases.size())),
                      Report::tr("%n patient(s)", nullptr, static_cast<int>(patients.size()))};
    for (std::size_t k = 0; k < classes.size(); ++k)
        lines << QStringLiteral("%1: %2").arg(toQt(classes[k]),
                                              QString::number(std::ranges::count_if(cases, [&](const JobCase& c) {
                                                  return c.label == static_cast<int>(k);
                                              })));
    return lines;
}

struct Part {
    QString title;
    std::vector<JobCase> cases;
};

std::vector<Part> partsOf(const RunDossier& dossier) {
    std::vector<Part> parts;
    if (isHoldOut(dossier)) {
        parts = {{Report::tr("Trained on"), {}}, {Report::tr("Held out for the test"), {}}};
        for (const JobCase& c : dossier.job.cases)
            parts[c.fold ? 1 : 0].cases.push_back(c);
        return parts;
    }
    for (const int fold : dossier.job.folds()) {
        parts.push_back({Report::tr("Tested in fold %1").arg(fold), {}});
        for (const std::size_t i : dossier.job.testCases(fold))
            parts.back().cases.push_back(dossier.job.cases[i]);
    }
    return parts;
}

QStringList excludedLines(const RunDossier& dossier) {
    int count = 0;
    QStringList lines;
    for (const Exclusion& exclusion : dossier.exclusions) {
        count += exclusion.cases;
        const QString code = toQt(exclusion.code), text = exclusionText(exclusion.code);
        const bool hasCode = code.contains(QLatin1Char('-')) && text != code;
        lines << QStringLiteral("%1: %2").arg(hasCode ? QStringLiteral("%1 (%2)").arg(text, code) : text,
                                              QString::number(exclusion.cases));
    }
    lines.prepend(Report::tr("Excluded: %n case(s)", nullptr, count));
    return lines;
}

} // namespace

ReportFigure flowFigure(const RunDossier& dossier) {
    const std::vector<Part> parts = partsOf(dossier);
    const QStringList excluded = excludedLines(dossier);
    const QStringList found{Report::tr("Cases in the project"), Report::tr("%n case(s)", nullptr, dossier.casesFound)};
    const QStringList taken = linesOf(Report::tr("Labelled and in this run"), dossier.job.cases, dossier.job.classes);
    const double partHeight = boxHeight(linesOf({}, {}, dossier.job.classes));
    const double between = std::max(kGap, boxHeight(excluded) + 12);
    const std::size_t columns = std::clamp<std::size_t>(parts.size(), 1, kFoldsInARow);
    const std::size_t rows = (parts.size() + columns - 1) / columns;
    const double height =
        boxHeight(found) + between + boxHeight(taken) + kGap + static_cast<double>(rows) * (partHeight + 10) + 2;

    Drawing drawing(kWidth, height);
    const double middle = 1 + kMain / 2;
    const double foundEnd = drawBox(drawing, 1, 1, kMain, found);
    drawArrow(drawing, {middle, foundEnd}, {middle, foundEnd + between});
    if (!dossier.exclusions.empty()) {
        const double y = foundEnd + between / 2;
        drawArrow(drawing, {middle, y}, {kWidth - 1 - kSide, y});
        drawBox(drawing, kWidth - 1 - kSide, y - boxHeight(excluded) / 2, kSide, excluded);
    }
    const double takenEnd = drawBox(drawing, 1, foundEnd + between, kMain, taken);
    const double width = (kWidth - 2 - kBetween * static_cast<double>(columns - 1)) / static_cast<double>(columns);
    const auto left = [&](std::size_t column) { return 1 + static_cast<double>(column) * (width + kBetween); };
    const double fork = takenEnd + kGap / 2, lastCentre = left(columns - 1) + width / 2;
    drawing.polyline({{middle, takenEnd}, {middle, fork}}, {QStringLiteral("faint"), 1.2});
    drawing.polyline({{std::min(middle, 1 + width / 2), fork}, {std::max(middle, lastCentre), fork}},
                     {QStringLiteral("faint"), 1.2});
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const double x = left(i % columns);
        const double y = takenEnd + kGap + static_cast<double>(i / columns) * (partHeight + 10);
        if (i < columns)
            drawArrow(drawing, {x + width / 2, fork}, {x + width / 2, y});
        drawBox(drawing, x, y, width, linesOf(parts[i].title, parts[i].cases, dossier.job.classes));
    }
    return {Report::tr("Flow of the cases"), {}, drawing};
}

} // namespace nidus::ui
