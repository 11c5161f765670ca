// SPDX-License-Identifier: Apache-2.0
#include "core/base/parallel.h"
#include "core/inference/classifier.h"
#include "core/inference/classifier_content.h"
#include "core/inference/input_checks.h"
#include "core/nnunet/source_grid.h"
#include "core/training/job.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace nidus {
namespace {

/// Members whose scores are sums over the same features.
struct SharedEncoder {
    EncoderSource encoder;
    NetworkInput input;
    LinearScore score;
};

void addTo(LinearScore& sum, const LinearScore& score, double factor) {
    sum.weight.resize(score.weight.size());
    for (std::size_t j = 0; j < score.weight.size(); ++j)
        sum.weight[j] += factor * score.weight[j];
    sum.constant += factor * score.constant;
}

/// The mean of the members' calibrated scores. Probes share the pretrained encoder, so that one pass does for all.
std::vector<SharedEncoder> scoresOf(const EncoderSource& pretrained, const std::vector<LoadedMember>& members,
                                    std::size_t classIndex) {
    std::vector<SharedEncoder> shared;
    for (const LoadedMember& loaded : members) {
        const Member& member = loaded.member;
        const EncoderSource encoder = memberEncoder(pretrained, member, loaded.file);
        auto place = std::ranges::find_if(shared, [&](const SharedEncoder& other) {
            return other.encoder.weights == encoder.weights && other.input.size == member.input.size
                   && other.score.kind == member.head.kind;
        });
        if (place == shared.end())
            place = shared.insert(place, {encoder, member.input, {member.head.kind, {}, 0}});
        addTo(place->score, contrastOf(member.head, classIndex),
              1 / (member.temperature * static_cast<double>(members.size())));
    }
    return shared;
}

double contrast(const std::vector<double>& logits, std::size_t classIndex) {
    const double others = std::accumulate(logits.begin(), logits.end(), -logits[classIndex]);
    return logits[classIndex] - others / static_cast<double>(logits.size() - 1);
}

std::size_t indexOf(const std::vector<std::string>& classes, const std::string& name) {
    const auto found = std::ranges::find(classes, name);
    if (found != classes.end())
        return static_cast<std::size_t>(found - classes.begin());
    std::string names;
    for (const std::string& known : classes)
        names += (names.empty() ? "" : ", ") + known;
    throw Error("CLF-007", "The classifier has no class \"" + name + "\"; it has " + names + ".");
}

} // namespace

const char* influenceMethodName(InfluenceMethod method) noexcept {
    return method == InfluenceMethod::HiResCam ? "hirescam" : "occlusion";
}

CaseExplanation Classifier::explain(const PredictInput& input, const ExplainOptions& options, SeriesReader& reader,
                                    ComputeEngine& engine, const JobControl& control) const {
    const ClassifierManifest& manifest = m_content->manifest;
    if (!options.className.empty())
        static_cast<void>(indexOf(manifest.classes, options.className));
    checkChannels(input, manifest.channelNames);
    Recipe recipe;
    recipe.precision = manifest.precision;
    const ComputeSettings compute = pinnedCompute(recipe, options.device);
    control.step(0, "Reading " + input.name);
    PlacedCase placed = preparePlacedCase(input.channels, m_content->plan, reader, control.part(0, 0.05));
    std::vector<PendingCase> pending;
    pending.push_back({&input, std::move(placed.prepared), {}, {}});
    m_content->classify(pending, engine, compute, control.part(0.05, 0.1));
    const PreprocessedCase& prepared = pending.front().prepared;

    CaseExplanation result;
    result.prediction = m_content->conclusion(pending.front());
    result.className = !options.className.empty()  ? options.className
                       : manifest.positive.empty() ? result.prediction.prediction
                                                   : manifest.positive;
    const std::size_t classIndex = indexOf(manifest.classes, result.className);
    result.score = contrast(pending.front().logits, classIndex) / static_cast<double>(m_content->members.size());
    const std::vector<SharedEncoder> shared = scoresOf(m_content->encoder, m_content->members, classIndex);
    const auto passes = static_cast<double>(options.methods.size() * shared.size());
    double done = 0;
    for (const InfluenceMethod method : options.methods) {
        std::vector<float> map(prepared.image.channelVoxels());
        for (const SharedEncoder& part : shared) {
            const auto fraction = [&](double passesDone) { return 0.1 + 0.9 * passesDone / passes; };
            const Influence influence =
                engine.influence({method, part.encoder, part.score, part.input, compute, options.blocksPerAxis},
                                 prepared, control.part(fraction(done), fraction(done + 1)));
            ++done;
            for (std::size_t i = 0; i < map.size(); ++i)
                map[i] += influence.map.at(i);
        }
        result.maps[method] = onSourceGrid(std::move(map), prepared, m_content->plan.plans, m_content->plan.frame,
                                           placed.source, threadBudget());
    }
    return result;
}

} // namespace nidus
