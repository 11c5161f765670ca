// SPDX-License-Identifier: Apache-2.0
#include "core/model/head_torch.h"

#include "core/base/error.h"
#include "core/model/compute_torch.h"

#include <cmath>

namespace nidus::compute {
namespace {

constexpr std::int64_t kAttentionUnits = 64;
constexpr std::uint32_t kAttentionLayer = 0x617474; ///< sub-stream of V; the next one is U's

at::Tensor uniform(std::int64_t rows, std::int64_t columns, const RandomKey& key, at::Device device) {
    const double bound = 1 / std::sqrt(static_cast<double>(columns));
    Random random(key);
    HostTensor tensor{{rows, columns}, {}};
    for (std::int64_t i = 0; i < rows * columns; ++i)
        tensor.values.push_back(static_cast<float>(random.uniform(-bound, bound)));
    return toDevice(tensor, device);
}

} // namespace

Head::Head(const LinearHead& head, std::int64_t dims, at::Device device) {
    const std::int64_t classes = head.classes;
    const auto wanted = static_cast<std::size_t>(dims);
    const auto k = static_cast<std::size_t>(classes);
    const GatedAttention& attention = head.attention;
    const std::size_t units = attention.w.size();
    if (head.mean.size() != wanted || head.scale.size() != wanted || head.weight.size() != k * wanted
        || head.bias.size() != k || k < 2 || attention.v.size() != units * wanted
        || attention.u.size() != units * wanted)
        throw Error("ENG-004", "The head of the classifier has " + std::to_string(head.mean.size())
                                   + " features, the encoder delivers " + std::to_string(dims)
                                   + ". Head and encoder belong to different models.");
    mean = toDevice({{dims}, head.mean}, device);
    scale = toDevice({{dims}, head.scale}, device);
    weight = toDevice({{classes, dims}, head.weight}, device);
    bias = toDevice({{classes}, head.bias}, device);
    if (attention.isEmpty())
        return;
    const auto rows = static_cast<std::int64_t>(units);
    v = toDevice({{rows, dims}, attention.v}, device);
    u = toDevice({{rows, dims}, attention.u}, device);
    w = toDevice({{rows}, attention.w}, device);
}

void Head::beginAttention(RandomKey key) {
    key.layer = kAttentionLayer;
    v = uniform(kAttentionUnits, mean.size(0), key, mean.device());
    ++key.layer;
    u = uniform(kAttentionUnits, mean.size(0), key, mean.device());
    w = at::zeros({kAttentionUnits}, mean.options());
}

at::Tensor Head::attention(const at::Tensor& standardised) const {
    if (!w.defined())
        return at::zeros({standardised.size(0)}, standardised.options());
    return at::matmul(at::tanh(at::linear(standardised, v)) * at::sigmoid(at::linear(standardised, u)), w);
}

at::Tensor Head::ofCases(const at::Tensor& standardised, std::span<const std::int64_t> windows) const {
    if (static_cast<std::int64_t>(windows.size()) == standardised.size(0))
        return standardised;
    std::vector<at::Tensor> rows;
    std::int64_t from = 0;
    for (const std::int64_t count : windows) {
        const at::Tensor bag = standardised.narrow(0, from, count);
        // One window alone has the share 1; what learns nothing from it gets no gradient.
        rows.push_back(count == 1 ? bag : at::softmax(attention(bag), 0).unsqueeze(0).matmul(bag));
        from += count;
    }
    return at::cat(rows);
}

std::vector<Encoder::Parameter> Head::parameters() const {
    std::vector<Encoder::Parameter> all{{"head.weight", weight}, {"head.bias", bias}};
    if (w.defined())
        all.insert(all.end(), {{"head.attention.v", v}, {"head.attention.u", u}, {"head.attention.w", w}});
    return all;
}

LinearHead Head::toHost(const LinearHead& like) const {
    LinearHead head = like;
    head.weight = compute::toHost(weight).values;
    head.bias = compute::toHost(bias).values;
    if (w.defined())
        head.attention = {compute::toHost(v).values, compute::toHost(u).values, compute::toHost(w).values};
    return head;
}

} // namespace nidus::compute
