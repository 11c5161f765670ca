// SPDX-License-Identifier: Apache-2.0
#include "core/training/case_inputs_torch.h"

#include "core/training/recipe.h"
#include "core/training/training_input.h"

#include <c10/core/GradMode.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace nidus::compute {
namespace {

/// What decides the views of a case, beside its content.
std::string viewsName(const Recipe& recipe, const std::vector<int>& views) {
    Recipe bare;
    bare.augmentation = recipe.augmentation;
    bare.views = recipe.views;
    std::string name = toJson(bare);
    for (const int view : views)
        name.append(" ").append(std::to_string(view));
    return name;
}

} // namespace

CaseInputs::CaseInputs(const FineTuneTask& task, const FeatureExtractor& extractor, at::Device device)
    : m_task(task), m_extractor(extractor), m_device(device), m_views(task.views, task.head.kind) {}

CaseInput CaseInputs::training(int epoch, std::size_t caseNumber, std::int64_t position, int firstOpen) const {
    const TrainingCase& c = m_task.training[caseNumber];
    CaseInput input;
    if (m_task.recipe.views > 0) {
        const std::vector<int> views = phaseViews(m_task.recipe, epoch);
        const auto wanted =
            static_cast<std::size_t>(std::ranges::find(views, epoch % m_task.recipe.views) - views.begin());
        const std::filesystem::path file = m_views.path(c.sha256, viewsName(m_task.recipe, views), firstOpen);
        if (auto kept = m_views.read(file, wanted, views.size())) {
            input.passages = std::move(*kept);
            return input;
        }
        if (!file.empty() && !m_views.isFull()) {
            for (const int view : views)
                std::ranges::move(trainingWindows(m_task, c, view, position), std::back_inserter(input.windows));
            input.file = file;
            input.view = wanted;
            input.views = views.size();
            return input;
        }
    }
    input.windows = trainingWindows(m_task, c, epoch, position);
    return input;
}

CaseInput CaseInputs::validation(std::size_t caseNumber, int firstOpen) const {
    const TrainingCase& c = m_task.validation[caseNumber];
    CaseInput input;
    input.file = m_views.path(c.sha256, "windows", firstOpen);
    if (auto kept = m_views.read(input.file))
        input.passages = std::move(*kept);
    else
        input.windows = validationWindows(m_task, c);
    return input;
}

std::vector<Passage> CaseInputs::passages(CaseInput input, int firstOpen, const JobControl& control) {
    if (input.windows.empty()) {
        for (Passage& passage : input.passages)
            passage.moveTo(m_device);
        return std::move(input.passages);
    }
    const c10::NoGradGuard noGrad;
    std::vector<Passage> passages;
    for (const CaseWindow& window : input.windows) {
        passages.push_back(m_extractor.begin(window));
        m_extractor.advance({&passages.back(), 1}, firstOpen, control);
    }
    m_views.write(input.file, passages);
    const std::size_t count = passages.size() / input.views;
    const auto begin = std::make_move_iterator(passages.begin() + static_cast<std::ptrdiff_t>(input.view * count));
    return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

} // namespace nidus::compute
