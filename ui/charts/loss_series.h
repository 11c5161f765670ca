// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <map>
#include <optional>
#include <vector>

namespace nidus::ui {

struct CurvePoint {
    double x = 0, y = 0;
    bool operator==(const CurvePoint&) const = default;
};

/// A part of the network that began to learn: at `x` epochs, `group` as in StepEvent ("head", "stage_4").
struct OpeningMark {
    double x = 0;
    QString group;
    bool operator==(const OpeningMark&) const = default;
};

/// What one epoch came to.
struct EpochPoint {
    double trainingLoss = 0;
    std::optional<double> validationLoss{}, validationAuc{}; ///< of the cases held back; absent in a refit
    double seconds = 0;                                      ///< that it took
};

/// The curves of one fit. x counts epochs: step k of n in epoch e lies at e + (k + 0.5) / n, the end of epoch e at e
/// + 1.
class FitCurves {
public:
    struct Rate {
        QString group;
        double value = 0; ///< learning rate
    };

    /// `stepsHint`: steps per epoch to assume until the first epoch of this fit is over.
    explicit FitCurves(int stepsHint = 1) : m_stepsHint(stepsHint) {}

    /// `step` counts over the fit. One that was there before, and all after it, is done again: a fit was resumed.
    void addStep(int epoch, int step, double loss, const std::vector<Rate>& rates);
    void addEpoch(int epoch, const EpochPoint& point);

    [[nodiscard]] std::vector<CurvePoint> training() const;
    /// Exponential mean of the training loss over about so many epochs, corrected for its start.
    [[nodiscard]] std::vector<CurvePoint> smoothedTraining(double epochs = 1) const;
    [[nodiscard]] std::vector<CurvePoint> validation() const;
    [[nodiscard]] std::vector<CurvePoint> validationAuc() const;
    [[nodiscard]] std::optional<CurvePoint> bestValidation() const;
    /// Learning rates by group.
    [[nodiscard]] std::map<QString, std::vector<CurvePoint>> rates() const;
    [[nodiscard]] std::vector<OpeningMark> openings() const;
    [[nodiscard]] const std::map<int, EpochPoint>& epochs() const { return m_epochs; } ///< by number, from 0
    [[nodiscard]] int stepsPerEpoch() const;
    [[nodiscard]] bool isEmpty() const { return m_steps.empty() && m_epochs.empty(); }

private:
    struct Step {
        int epoch = 0, index = 0; ///< index within the epoch
        double loss = 0;
    };
    struct Column {
        QString group;
        std::vector<double> values; ///< one per step
    };

    void cutFrom(std::size_t step);
    [[nodiscard]] double position(const Step& step) const;

    int m_stepsHint;
    int m_finishedSteps = 0; ///< of the first finished epoch
    std::vector<int> m_stepsOfEpoch;
    std::vector<Step> m_steps;
    std::vector<Column> m_rates;
    std::map<int, EpochPoint> m_epochs;
};

/// How long a fit has trained, by its epochs; pauses do not count. What is not over yet counts as long as the epoch
/// before it.
class FitClock {
public:
    explicit FitClock(const FitCurves& curves);

    /// Before the first epoch is over nothing is known.
    [[nodiscard]] bool isKnown() const { return !m_ends.empty(); }
    /// Seconds at a place that counts epochs. Only where known.
    [[nodiscard]] double secondsAt(double epochs) const;
    /// The same points at their seconds.
    [[nodiscard]] std::vector<CurvePoint> placed(std::vector<CurvePoint> points) const;

private:
    std::vector<double> m_ends; ///< of the epochs, seconds
};

/// The curves of a run: of each fit, by name ("fold_1/inner_0"), with the epochs that it plans.
struct RunCurves {
    struct Fit {
        FitCurves curves;
        int epochs = 1;
    };
    std::map<QString, Fit> fits;
    QString newest; ///< the fit that said something last
    int stepsHint = 1;

    /// The fit of this name; a new one assumes as many steps per epoch as the newest before it.
    FitCurves& at(const QString& fit, int epochs);
};

/// Lowest, mean and highest value over several fits, epoch by epoch, where there are at least two.
struct CurveBand {
    std::vector<CurvePoint> low, mean, high;
};
[[nodiscard]] CurveBand bandOf(const RunCurves& run, std::optional<double> EpochPoint::*value);

/// A curve of at most about `limit` points that looks the same: lowest and highest of each stretch, in their order.
[[nodiscard]] std::vector<CurvePoint> thinned(const std::vector<CurvePoint>& points, std::size_t limit);

} // namespace nidus::ui
