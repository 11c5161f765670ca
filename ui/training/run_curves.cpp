// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/run_curves.h"

#include "ui/common/qt_convert.h"

namespace nidus::ui {

std::vector<FitCurves::Rate> ratesOf(const StepEvent& event) {
    std::vector<FitCurves::Rate> rates;
    for (const StepEvent::Group& group : event.groups)
        rates.push_back({toQt(group.name), group.learningRate});
    return rates;
}

EpochPoint pointOf(const EpochEvent& event) {
    return {event.trainingLoss, event.validationLoss, event.validationAuc, event.seconds};
}

RunCurves curvesOf(const std::vector<RunEvent>& events) {
    RunCurves run;
    for (const RunEvent& event : events) {
        if (const auto* step = std::get_if<StepEvent>(&event))
            run.at(toQt(step->fit), step->epochs).addStep(step->epoch, step->step, step->loss, ratesOf(*step));
        else if (const auto* epoch = std::get_if<EpochEvent>(&event))
            run.at(toQt(epoch->fit), epoch->epochs).addEpoch(epoch->epoch, pointOf(*epoch));
    }
    return run;
}

} // namespace nidus::ui
