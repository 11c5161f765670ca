// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/place_states.h"

#include "ui/classify/classify_view_model.h"
#include "ui/common/qt_convert.h"
#include "ui/model/model_view_model.h"
#include "ui/results/results_view_model.h"
#include "ui/training/training_view_model.h"

#include <QCoreApplication>

#include <algorithm>

namespace nidus::ui {
namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(nidus::ui::PlaceStates)
};

int countOf(const std::vector<Case>& cases, bool (*isMeant)(const Case&)) {
    return static_cast<int>(std::ranges::count_if(cases, isMeant));
}

} // namespace

PlaceMark markOfData(const ProjectSnapshot& project, const TrainingViewModel& training) {
    if (project.cases.empty())
        return {PlaceState::Empty, {}};
    if (training.state() == TrainingViewModel::State::Preparing)
        return {PlaceState::Running, Words::tr("The cases are being prepared.")};
    if (const int unlabelled =
            countOf(project.cases, [](const Case& item) { return item.included && item.label.empty(); }))
        return {PlaceState::Attention, Words::tr("%n case(s) have no label.", nullptr, unlabelled)};
    if (const int refused = countOf(project.cases, [](const Case& item) {
            return item.included && std::ranges::any_of(item.problems, [](const Problem& p) {
                       return p.severity == Severity::Blocker;
                   });
        }))
        return {PlaceState::Attention, Words::tr("%n case(s) cannot be used.", nullptr, refused)};
    return {PlaceState::Ready, {}};
}

PlaceMark markOfModel(const ModelViewModel& model) {
    if (model.isChoosing())
        return {PlaceState::Running, Words::tr("The model is being read.")};
    if (!model.model())
        return {PlaceState::Empty, {}};
    if (!model.model()->problem.empty())
        return {PlaceState::Attention, toQt(model.model()->problem)};
    return {PlaceState::Ready, {}};
}

PlaceMark markOfTraining(const ProjectSnapshot& project, const TrainingViewModel& training) {
    using State = TrainingViewModel::State;
    if (training.isRunning())
        return {PlaceState::Running, Words::tr("A training is running.")};
    if (training.state() == State::Failed)
        return {PlaceState::Attention, Words::tr("The training failed.")};
    if (project.unfinished || training.canGoOn())
        return {PlaceState::Attention, Words::tr("A training is not finished; it can go on.")};
    const bool isDone = std::ranges::any_of(project.runs, [](const RunRecord& run) { return run.state == "done"; });
    return {isDone ? PlaceState::Ready : PlaceState::Empty, {}};
}

PlaceMark markOfResults(const ResultsViewModel& results, const TrainingViewModel& training) {
    if (training.isRunning())
        return {PlaceState::Running, Words::tr("Predictions arrive while the training runs.")};
    if (!results.result())
        return {PlaceState::Empty, {}};
    const CohortChange change = results.cohortChange();
    if (change.relabelled > 0 || change.gone > 0)
        return {PlaceState::Attention, Words::tr("The data has changed since the training.")};
    return {PlaceState::Ready, {}};
}

PlaceMark markOfClassifying(const ClassifyViewModel& classifying) {
    if (classifying.isClassifying())
        return {PlaceState::Running, Words::tr("Scans are being classified.")};
    if (!classifying.classifier())
        return {PlaceState::Empty, {}};
    const PredictReport& report = classifying.report();
    const auto flagged =
        std::ranges::count_if(report.cases, [](const CasePrediction& prediction) { return prediction.oodFlag; });
    if (const int doubtful = static_cast<int>(flagged + std::ssize(report.refused)))
        return {PlaceState::Attention, Words::tr("%n scan(s) were not classified or are doubtful.", nullptr, doubtful)};
    return {PlaceState::Ready, {}};
}

QString markText(const PlaceMark& mark) {
    QString state;
    switch (mark.state) {
    case PlaceState::None:
        return {};
    case PlaceState::Empty:
        state = Words::tr("Nothing here yet");
        break;
    case PlaceState::Ready:
        state = Words::tr("Ready");
        break;
    case PlaceState::Running:
        state = Words::tr("Running");
        break;
    case PlaceState::Attention:
        state = Words::tr("Needs attention");
        break;
    }
    return mark.why.isEmpty() ? state : Words::tr("%1: %2").arg(state, mark.why);
}

} // namespace nidus::ui
