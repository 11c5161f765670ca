// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/loss_series.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nidus::ui {

void FitCurves::addStep(int epoch, int step, double loss, const std::vector<Rate>& rates) {
    if (static_cast<std::size_t>(step) < m_steps.size())
        cutFrom(static_cast<std::size_t>(step));
    const auto place = static_cast<std::size_t>(epoch);
    if (m_stepsOfEpoch.size() <= place)
        m_stepsOfEpoch.resize(place + 1);
    for (const Rate& rate : rates) {
        auto column = std::ranges::find(m_rates, rate.group, &Column::group);
        if (column == m_rates.end())
            column = m_rates.insert(m_rates.end(), {rate.group, {}});
        column->values.resize(m_steps.size(), 0.0);
        column->values.push_back(rate.value);
    }
    m_steps.push_back({epoch, m_stepsOfEpoch[place]++, loss});
}

void FitCurves::cutFrom(std::size_t step) {
    m_epochs.erase(m_epochs.lower_bound(m_steps[step].epoch), m_epochs.end());
    m_steps.resize(step);
    for (Column& column : m_rates)
        column.values.resize(std::min(column.values.size(), step));
    std::ranges::fill(m_stepsOfEpoch, 0);
    for (const Step& kept : m_steps)
        ++m_stepsOfEpoch[static_cast<std::size_t>(kept.epoch)];
}

void FitCurves::addEpoch(int epoch, const EpochPoint& point) {
    if (m_finishedSteps == 0 && static_cast<std::size_t>(epoch) < m_stepsOfEpoch.size())
        m_finishedSteps = m_stepsOfEpoch[static_cast<std::size_t>(epoch)];
    m_epochs[epoch] = point;
}

int FitCurves::stepsPerEpoch() const {
    return m_finishedSteps > 0 ? m_finishedSteps : std::max(m_stepsHint, 1);
}

double FitCurves::position(const Step& step) const {
    const int steps = std::max(stepsPerEpoch(), m_stepsOfEpoch[static_cast<std::size_t>(step.epoch)]);
    return step.epoch + (step.index + 0.5) / steps;
}

std::vector<CurvePoint> FitCurves::training() const {
    std::vector<CurvePoint> points;
    points.reserve(m_steps.size());
    for (const Step& step : m_steps)
        points.push_back({position(step), step.loss});
    return points;
}

std::vector<CurvePoint> FitCurves::smoothedTraining(double epochs) const {
    const double keep = 1.0 - 1.0 / std::max(1.0, std::max(2, stepsPerEpoch()) * epochs);
    std::vector<CurvePoint> points = training();
    double mean = 0, weight = 0;
    for (CurvePoint& point : points) {
        mean = keep * mean + (1 - keep) * point.y;
        weight = keep * weight + (1 - keep);
        point.y = mean / weight;
    }
    return points;
}

std::vector<CurvePoint> FitCurves::validation() const {
    std::vector<CurvePoint> points;
    for (const auto& [epoch, point] : m_epochs)
        if (point.validationLoss)
            points.push_back({epoch + 1.0, *point.validationLoss});
    return points;
}

std::vector<CurvePoint> FitCurves::validationAuc() const {
    std::vector<CurvePoint> points;
    for (const auto& [epoch, point] : m_epochs)
        if (point.validationAuc)
            points.push_back({epoch + 1.0, *point.validationAuc});
    return points;
}

std::optional<CurvePoint> FitCurves::bestValidation() const {
    const std::vector<CurvePoint> points = validation();
    const auto best = std::ranges::min_element(points, {}, &CurvePoint::y);
    return best == points.end() ? std::nullopt : std::optional(*best);
}

std::map<QString, std::vector<CurvePoint>> FitCurves::rates() const {
    std::map<QString, std::vector<CurvePoint>> curves;
    for (const Column& column : m_rates) {
        std::vector<CurvePoint>& points = curves[column.group];
        points.reserve(column.values.size());
        for (std::size_t i = 0; i < column.values.size(); ++i)
            points.push_back({position(m_steps[i]), column.values[i]});
    }
    return curves;
}

std::vector<OpeningMark> FitCurves::openings() const {
    std::vector<OpeningMark> marks;
    for (const Column& column : m_rates) {
        const auto first = std::ranges::find_if(column.values, [](double rate) { return rate > 0; });
        if (first != column.values.end())
            marks.push_back(
                {static_cast<double>(m_steps[static_cast<std::size_t>(first - column.values.begin())].epoch),
                 column.group});
    }
    std::ranges::stable_sort(marks, {}, &OpeningMark::x);
    return marks;
}

FitClock::FitClock(const FitCurves& curves) {
    double end = 0;
    for (const auto& [epoch, point] : curves.epochs()) {
        if (epoch != static_cast<int>(m_ends.size()) || point.seconds <= 0)
            break; // written by a version that did not tell
        m_ends.push_back(end += point.seconds);
    }
}

double FitClock::secondsAt(double epochs) const {
    const double whole = std::floor(epochs);
    const auto index = static_cast<std::size_t>(std::max(0.0, whole));
    const auto endOf = [this](std::size_t count) { return count == 0 ? 0 : m_ends[count - 1]; };
    if (index < m_ends.size())
        return endOf(index) + (epochs - whole) * (m_ends[index] - endOf(index));
    const double last = m_ends.back() - endOf(m_ends.size() - 1);
    return m_ends.back() + (epochs - static_cast<double>(m_ends.size())) * last;
}

std::vector<CurvePoint> FitClock::placed(std::vector<CurvePoint> points) const {
    for (CurvePoint& point : points)
        point.x = secondsAt(point.x);
    return points;
}

FitCurves& RunCurves::at(const QString& fit, int epochs) {
    auto found = fits.find(fit);
    if (found == fits.end()) {
        const int hint = fits.empty() ? stepsHint : fits.at(newest).curves.stepsPerEpoch();
        found = fits.emplace(fit, Fit{FitCurves(hint), 1}).first;
    }
    newest = fit;
    found->second.epochs = std::max(1, epochs);
    return found->second.curves;
}

CurveBand bandOf(const RunCurves& run, std::optional<double> EpochPoint::*value) {
    struct Sum {
        double low = 0, sum = 0, high = 0;
        int count = 0;
    };
    std::map<int, Sum> sums;
    for (const auto& [name, fit] : run.fits)
        for (const auto& [epoch, point] : fit.curves.epochs())
            if (const auto& y = point.*value) {
                Sum& sum = sums[epoch];
                sum = {sum.count == 0 ? *y : std::min(sum.low, *y), sum.sum + *y,
                       sum.count == 0 ? *y : std::max(sum.high, *y), sum.count + 1};
            }
    CurveBand band;
    for (const auto& [epoch, sum] : sums)
        if (sum.count > 1) {
            band.low.push_back({epoch + 1.0, sum.low});
            band.mean.push_back({epoch + 1.0, sum.sum / sum.count});
            band.high.push_back({epoch + 1.0, sum.high});
        }
    return band;
}

std::vector<CurvePoint> thinned(const std::vector<CurvePoint>& points, std::size_t limit) {
    if (points.size() <= limit || limit < 4)
        return points;
    std::vector<CurvePoint> kept;
    const std::size_t stretches = limit / 2;
    for (std::size_t k = 0; k < stretches; ++k) {
        const auto from = points.begin() + static_cast<std::ptrdiff_t>(points.size() * k / stretches);
        const auto to = points.begin() + static_cast<std::ptrdiff_t>(points.size() * (k + 1) / stretches);
        const auto [low, high] =
            std::minmax_element(from, to, [](const CurvePoint& a, const CurvePoint& b) { return a.y < b.y; });
        kept.push_back(low < high ? *low : *high);
        if (low != high)
            kept.push_back(low < high ? *high : *low);
    }
    return kept;
}

} // namespace nidus::ui
