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

    void addStep(int epoch, double loss, const std::vector<Rate>& rates);
    void addEpoch(int epoch, std::optional<double> validationLoss);

    [[nodiscard]] std::vector<CurvePoint> training() const;
    /// Exponential mean of the training loss over about one epoch, corrected for its start.
    [[nodiscard]] std::vector<CurvePoint> smoothedTraining() const;
    [[nodiscard]] const std::vector<CurvePoint>& validation() const { return m_validation; }
    [[nodiscard]] std::optional<CurvePoint> bestValidation() const;
    /// Learning rates by group.
    [[nodiscard]] std::map<QString, std::vector<CurvePoint>> rates() const;
    [[nodiscard]] std::vector<OpeningMark> openings() const;
    [[nodiscard]] int stepsPerEpoch() const;
    [[nodiscard]] bool isEmpty() const { return m_steps.empty() && m_validation.empty(); }

private:
    struct Step {
        int epoch = 0, index = 0; ///< index within the epoch
        double loss = 0;
        std::vector<Rate> rates;
    };

    [[nodiscard]] double position(const Step& step) const;

    int m_stepsHint;
    std::vector<Step> m_steps;
    std::map<int, int> m_stepsOfEpoch;
    int m_finishedSteps = 0; ///< steps of the first finished epoch, 0 before
    std::vector<CurvePoint> m_validation;
};

} // namespace nidus::ui
