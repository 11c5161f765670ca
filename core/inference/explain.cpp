// SPDX-License-Identifier: Apache-2.0
#include "core/inference/classifier.h"
#include "core/inference/classifier_content.h"
#include "core/inference/influence_maps.h"
#include "core/inference/input_checks.h"
#include "core/training/job.h"

#include <utility>
#include <vector>

namespace nidus {

CaseExplanation Classifier::explain(const PredictInput& input, const ExplainOptions& options, SeriesReader& reader,
                                    ComputeEngine& engine, const JobControl& control) const {
    const ClassifierManifest& manifest = m_content->manifest;
    if (!options.className.empty())
        static_cast<void>(classIndexOf(manifest.classes, options.className));
    checkChannels(input, manifest.channelNames);
    Recipe recipe;
    recipe.precision = manifest.precision;
    const ComputeSettings compute = pinnedCompute(recipe, options.device);
    control.step(0, "Reading " + input.name);
    PlacedCase placed = preparePlacedCase(input.channels, m_content->plan, reader, control.part(0, 0.05));
    std::vector<PendingCase> pending;
    pending.push_back({&input, std::move(placed.prepared), {}, {}});
    m_content->classify(pending, engine, compute, control.part(0.05, 0.1));

    CaseExplanation result;
    result.prediction = m_content->conclusion(pending.front());
    result.className = explainedClass(options, manifest.positive, result.prediction.prediction);
    const std::size_t classIndex = classIndexOf(manifest.classes, result.className);
    result.score = contrastOf(pending.front().logits, classIndex) / static_cast<double>(m_content->members.size());
    result.maps =
        influenceMaps({m_content->encoder, m_content->members, m_content->plan}, classIndex, pending.front().prepared,
                      placed.source, options, compute, engine, control.part(0.1, 1));
    return result;
}

} // namespace nidus
