// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/loss_series.h"

#include <algorithm>
#include <cmath>

namespace nidus::ui {

void FitCurves::addStep(int epoch, double loss, const std::vector<Rate>& rates) {
    m_steps.push_back({epoch, m_stepsOfEpoch[epoch]++, loss, rates});
}

void FitCurves::addEpoch(int epoch, std::optional<double> validationLoss) {
    if (m_finishedSteps == 0 && m_stepsOfEpoch.contains(epoch))
        m_finishedSteps = m_stepsOfEpoch[epoch];
    if (validationLoss)
        m_validation.push_back({epoch + 1.0, *validationLoss});
}

int FitCurves::stepsPerEpoch() const {
    return m_finishedSteps > 0 ? m_finishedSteps : std::max(m_stepsHint, 1);
}

double FitCurves::position(const Step& step) const {
    const int steps = std::max(stepsPerEpoch(), m_stepsOfEpoch.at(step.epoch));
    return step.epoch + (step.index + 0.5) / steps;
}

std::vector<CurvePoint> FitCurves::training() const {
    std::vector<CurvePoint> points;
    points.reserve(m_steps.size());
    for (const Step& step : m_steps)
        points.push_back({position(step), step.loss});
    return points;
}

std::vector<CurvePoint> FitCurves::smoothedTraining() const {
    const double keep = 1.0 - 1.0 / std::max(2, stepsPerEpoch());
    std::vector<CurvePoint> points = training();
    double mean = 0, weight = 0;
    for (CurvePoint& point : points) {
        mean = keep * mean + (1 - keep) * point.y;
        weight = keep * weight + (1 - keep);
        point.y = mean / weight;
    }
    return points;
}

std::optional<CurvePoint> FitCurves::bestValidation() const {
    const auto best = std::min_element(m_validation.begin(), m_validation.end(),
                                       [](const CurvePoint& a, const CurvePoint& b) { return a.y < b.y; });
    return best == m_validation.end() ? std::nullopt : std::optional(*best);
}

std::map<QString, std::vector<CurvePoint>> FitCurves::rates() const {
    std::map<QString, std::vector<CurvePoint>> curves;
    for (const Step& step : m_steps)
        for (const Rate& rate : step.rates)
            curves[rate.group].push_back({position(step), rate.value});
    return curves;
}

std::vector<OpeningMark> FitCurves::openings() const {
    std::vector<OpeningMark> marks;
    for (const Step& step : m_steps)
        for (const Rate& rate : step.rates) {
            const auto isSame = [&rate](const OpeningMark& mark) { return mark.group == rate.group; };
            if (rate.value > 0 && std::none_of(marks.begin(), marks.end(), isSame))
                marks.push_back({static_cast<double>(step.epoch), rate.group});
        }
    return marks;
}

} // namespace nidus::ui
