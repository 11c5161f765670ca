// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace nidus::ui {

class ClassifyViewModel;
class ModelViewModel;
class ResultsViewModel;
class TrainingViewModel;
struct ProjectSnapshot;

/// How it stands with a place of the program.
enum class PlaceState {
    None,     ///< nothing to be said
    Empty,    ///< nothing is there yet
    Ready,    ///< what belongs there is there
    Running,  ///< something works on it
    Attention ///< somebody has to look at it
};

/// A state with a sentence that says why; the sentence may be empty.
struct PlaceMark {
    PlaceState state = PlaceState::None;
    QString why;
    bool operator==(const PlaceMark&) const = default;
};

[[nodiscard]] PlaceMark markOfData(const ProjectSnapshot& project, const TrainingViewModel& training);
[[nodiscard]] PlaceMark markOfModel(const ModelViewModel& model);
[[nodiscard]] PlaceMark markOfTraining(const ProjectSnapshot& project, const TrainingViewModel& training);
[[nodiscard]] PlaceMark markOfResults(const ResultsViewModel& results, const TrainingViewModel& training);
[[nodiscard]] PlaceMark markOfClassifying(const ClassifyViewModel& classifying);

/// "Ready", or the sentence after it: "Needs attention: 2 cases have no label".
[[nodiscard]] QString markText(const PlaceMark& mark);

} // namespace nidus::ui
