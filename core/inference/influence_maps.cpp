// SPDX-License-Identifier: Apache-2.0
#include "core/inference/influence_maps.h"

#include "core/base/parallel.h"
#include "core/nnunet/source_grid.h"

#include <algorithm>
#include <numeric>
#include <utility>

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

/// The mean of the members' calibrated scores. Probes share the pretrained encoder and weigh all windows alike, so that
/// one pass does for all.
std::vector<SharedEncoder> scoresOf(const EncoderSource& pretrained, const std::vector<LoadedMember>& members,
                                    std::size_t classIndex) {
    std::vector<SharedEncoder> shared;
    for (const LoadedMember& loaded : members) {
        const Member& member = loaded.member;
        const EncoderSource encoder = memberEncoder(pretrained, member, loaded.file);
        const LinearScore score = contrastOf(member.head, classIndex);
        auto place = std::ranges::find_if(shared, [&](const SharedEncoder& other) {
            return other.encoder.weights == encoder.weights && other.input.size == member.input.size
                   && other.score.kind == score.kind && other.score.weigher == score.weigher;
        });
        if (place == shared.end())
            place = shared.insert(place, {encoder, member.input, {score.kind, {}, 0, score.weigher}});
        addTo(place->score, score, 1 / (member.temperature * static_cast<double>(members.size())));
    }
    return shared;
}

} // namespace

double contrastOf(const std::vector<double>& logits, std::size_t classIndex) {
    const double others = std::accumulate(logits.begin(), logits.end(), -logits[classIndex]);
    return logits[classIndex] - others / static_cast<double>(logits.size() - 1);
}

std::size_t classIndexOf(const std::vector<std::string>& classes, const std::string& name) {
    const auto found = std::ranges::find(classes, name);
    if (found != classes.end())
        return static_cast<std::size_t>(found - classes.begin());
    std::string names;
    for (const std::string& known : classes)
        names += (names.empty() ? "" : ", ") + known;
    throw Error("CLF-007", "The classifier has no class \"" + name + "\"; it has " + names + ".");
}

std::string explainedClass(const ExplainOptions& options, const std::string& positive, const std::string& predicted) {
    return !options.className.empty() ? options.className : positive.empty() ? predicted : positive;
}

const char* influenceMethodName(InfluenceMethod method) noexcept {
    return method == InfluenceMethod::HiResCam ? "hirescam" : "occlusion";
}

std::map<InfluenceMethod, Volume> influenceMaps(const ExplainedModels& models, std::size_t classIndex,
                                                const PreprocessedCase& prepared, const Volume& source,
                                                const ExplainOptions& options, const ComputeSettings& compute,
                                                ComputeEngine& engine, const JobControl& control) {
    const std::vector<SharedEncoder> shared = scoresOf(models.pretrained, models.members, classIndex);
    const auto passes = static_cast<double>(options.methods.size() * shared.size());
    double done = 0;
    std::map<InfluenceMethod, Volume> maps;
    for (const InfluenceMethod method : options.methods) {
        std::vector<float> map(prepared.image.channelVoxels());
        for (const SharedEncoder& part : shared) {
            const Influence influence =
                engine.influence({method, part.encoder, part.score, part.input, compute, options.blocksPerAxis},
                                 prepared, control.part(done / passes, (done + 1) / passes));
            ++done;
            for (std::size_t i = 0; i < map.size(); ++i)
                map[i] += influence.map.at(i);
        }
        maps[method] =
            onSourceGrid(std::move(map), prepared, models.plan.plans, models.plan.frame, source, threadBudget());
    }
    return maps;
}

} // namespace nidus
