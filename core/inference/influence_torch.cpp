// SPDX-License-Identifier: Apache-2.0
#include "core/inference/influence_torch.h"

#include "core/base/error.h"
#include "core/imaging/crop.h"
#include "core/imaging/pad.h"
#include "core/model/case_windows.h"
#include "core/model/compute_torch.h"
#include "core/model/features_torch.h"
#include "core/model/head_torch.h"

#include <c10/core/GradMode.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace nidus::compute {
namespace {

using Triple = std::array<std::int64_t, 3>;

/// Where the elements of a stage's output lie on the voxels of the network input, per axis of space: element i is
/// centred at first + i * step.
struct FieldGrid {
    std::vector<std::int64_t> size;
    std::vector<double> first, step;
};

/// Of the input itself, then of every stage. A convolution with stride is centred on the first voxel of its step (its
/// padding is (k - 1) / 2), a pooling in the middle of its window.
std::vector<FieldGrid> fieldGrids(const EncoderArchitecture& architecture, at::IntArrayRef input) {
    const bool isPooled = architecture.downsampling != Downsampling::Stride;
    std::vector<FieldGrid> grids{
        {input.vec(), std::vector<double>(input.size(), 0.0), std::vector<double>(input.size(), 1.0)}};
    for (const std::vector<std::int64_t>& strides : architecture.strides) {
        FieldGrid grid = grids.back();
        for (std::size_t a = 0; a < strides.size(); ++a) {
            const std::int64_t stride = strides[a];
            grid.size[a] = isPooled ? grid.size[a] / stride : (grid.size[a] + stride - 1) / stride;
            if (isPooled)
                grid.first[a] += grid.step[a] * static_cast<double>(stride - 1) / 2;
            grid.step[a] *= static_cast<double>(stride);
        }
        grids.push_back(std::move(grid));
    }
    return grids;
}

/// `size` voxels along one axis, linear between the centres of the elements, the nearest element beyond them.
at::Tensor interpolated(const at::Tensor& x, std::int64_t axis, std::int64_t size, double first, double step) {
    const auto last = static_cast<double>(x.size(axis) - 1);
    const at::Tensor place = ((at::arange(size, at::kDouble) - first) / step).clamp(0.0, last);
    const at::Tensor low = place.floor();
    std::vector<std::int64_t> shape(static_cast<std::size_t>(x.dim()), 1);
    shape[static_cast<std::size_t>(axis)] = size;
    return at::lerp(x.index_select(axis, low.to(at::kLong)),
                    x.index_select(axis, (low + 1).clamp_max(last).to(at::kLong)),
                    (place - low).to(at::kFloat).reshape(shape));
}

/// Shares of one window in its score.
class ShareMap {
public:
    /// `weight`: one per feature, on the device. `window`: the shape of the map.
    ShareMap(const EncoderArchitecture& architecture, at::Tensor weight, const Triple& window)
        : m_weight(std::move(weight)), m_map(at::zeros(window, at::kFloat)), m_firstAxis(3 - architecture.dimension),
          m_grids(fieldGrids(architecture, at::IntArrayRef(window).slice(static_cast<std::size_t>(m_firstAxis)))) {}

    void add(int stage, const at::Tensor& source, const Pooling& pooling) {
        const c10::AutoGradMode grad(true);
        const at::Tensor output = source.detach().to(at::kFloat).requires_grad_(true);
        const std::vector<at::Tensor> features = pooling(output);
        if (features.empty())
            return;
        at::Tensor score = at::zeros({}, output.options());
        for (const at::Tensor& feature : features) {
            score = score + (feature.flatten() * m_weight.narrow(0, m_used, feature.numel())).sum();
            m_used += feature.numel();
        }
        score.backward();
        const c10::NoGradGuard noGrad;
        place(stage, (output.grad() * output).sum(1).to(at::kCPU));
    }

    [[nodiscard]] const at::Tensor& map() const noexcept { return m_map; }
    [[nodiscard]] double placed() const noexcept { return m_placed; }

private:
    /// `shares`: [N, spatial...]
    void place(int stage, at::Tensor shares) {
        m_placed += shares.sum(at::kDouble).item<double>();
        const auto s = static_cast<std::size_t>(stage);
        // What comes before the step of a stage, as the first layer of a bottleneck, has the grid of the stage before.
        const FieldGrid& grid = shares.sizes().slice(1) == m_grids[s + 1].size ? m_grids[s + 1] : m_grids[s];
        if (m_firstAxis == 0)
            shares = shares.squeeze(0);
        for (std::size_t a = 0; a < grid.size.size(); ++a) {
            const std::int64_t axis = m_firstAxis + static_cast<std::int64_t>(a);
            shares = interpolated(shares, axis, m_map.size(axis), grid.first[a], grid.step[a]);
        }
        m_map += shares;
    }

    at::Tensor m_weight, m_map;
    std::int64_t m_firstAxis; ///< of space in the map; a 2-D network has slices before it
    std::vector<FieldGrid> m_grids;
    std::int64_t m_used = 0; ///< features so far
    double m_placed = 0;
};

Triple paddedShape(const std::vector<CaseWindow>& windows) {
    Triple shape{};
    for (const CaseWindow& window : windows)
        for (std::size_t a = 0; a < 3; ++a)
            shape[a] = std::max(shape[a], window.start[a] + window.image.shape[a]);
    return shape;
}

/// The box as a view.
at::Tensor part(at::Tensor x, const std::array<std::int64_t, 3>& axes, const Box& box) {
    for (std::size_t a = 0; a < 3; ++a)
        x = x.narrow(axes[a], box[a][0], box[a][1] - box[a][0]);
    return x;
}

Box boxAt(const Triple& start, const Triple& shape) {
    Box box{};
    for (std::size_t a = 0; a < 3; ++a)
        box[a] = {start[a], start[a] + shape[a]};
    return box;
}

/// Where the case lies in its padding.
Box caseInPadding(const Triple& shape, const Triple& padded) {
    Triple start{};
    for (std::size_t a = 0; a < 3; ++a)
        start[a] = inferencePadding(shape[a], padded[a]).below;
    return boxAt(start, shape);
}

/// The windows of a case, one after the other.
struct Scores {
    std::vector<double> scores;
    std::vector<float> attention;

    [[nodiscard]] double total() const {
        const std::vector<double> shares = windowShares(attention);
        return std::inner_product(scores.begin(), scores.end(), shares.begin(), 0.0);
    }
};

/// One call for one case.
class InfluenceRun {
public:
    InfluenceRun(const InfluenceTask& task, const PreprocessedCase& preprocessed, const JobControl& control)
        : m_task(task), m_case(preprocessed), m_control(control), m_device(deviceFromName(task.compute.device)),
          m_encoder(task.encoder, m_device), m_extractor(m_encoder, task.score.kind, task.compute, m_device),
          m_windows(windowsOf(preprocessed, task.input, m_encoder.architecture())), m_padded(paddedShape(m_windows)),
          m_place(caseInPadding(preprocessed.image.shape, m_padded)) {
        if (static_cast<std::int64_t>(task.score.weight.size()) != m_extractor.dims())
            throw Error("ENG-004", "The score has " + std::to_string(task.score.weight.size())
                                       + " features, the encoder delivers " + std::to_string(m_extractor.dims())
                                       + ". Head and encoder belong to different models.");
        if (task.score.weigher)
            m_weigher.emplace(*task.score.weigher, m_extractor.dims(), m_device);
    }

    [[nodiscard]] Influence hiResCam() const {
        const auto count = static_cast<double>(m_windows.size());
        const std::vector<double> shareOf = windowShares(
            m_weigher ? scoresOfWindows().attention : std::vector<float>(m_windows.size())); // equal without attention
        const HostTensor weight{{m_extractor.dims()}, {m_task.score.weight.begin(), m_task.score.weight.end()}};
        const at::Tensor onDevice = toDevice(weight, m_device);
        at::Tensor map = at::zeros(m_padded, at::kFloat);
        Influence result;
        for (std::size_t w = 0; w < m_windows.size(); ++w) {
            const CaseWindow& window = m_windows[w];
            m_control.step(static_cast<double>(w) / count,
                           "HiResCAM: window " + std::to_string(w + 1) + " of " + std::to_string(m_windows.size()));
            ShareMap shares(m_encoder.architecture(), onDevice, window.image.shape);
            Passage passage = m_extractor.begin(window);
            m_extractor.advance({&passage, 1}, m_encoder.stageCount(), m_control,
                                [&](int stage, const at::Tensor& source, const Pooling& pooling) {
                                    shares.add(stage, source, pooling);
                                });
            result.score += scoreOf(passage).first * shareOf[w];
            result.placed += shares.placed() * shareOf[w];
            part(map, {0, 1, 2}, boxAt(window.start, window.image.shape)).add_(shares.map(), shareOf[w]);
        }
        result.map = toHost(part(map, {0, 1, 2}, m_place)).values;
        return result;
    }

    [[nodiscard]] Influence occlusion() const {
        const Scores whole = scoresOfWindows();
        const std::vector<Box> blocks = occludingBlocks();
        at::Tensor drops = at::zeros(m_case.image.shape, at::kDouble), covers = at::zeros_like(drops);
        for (std::size_t b = 0; b < blocks.size(); ++b) {
            m_control.step(static_cast<double>(b) / static_cast<double>(blocks.size()),
                           "Occlusion: " + std::to_string(blocks.size()) + " blocks");
            part(covers, {0, 1, 2}, blocks[b]).add_(1);
            if (isZero(blocks[b]))
                continue;
            Scores without = whole;
            for (std::size_t w = 0; w < m_windows.size(); ++w)
                if (const Box inside = inWindow(blocks[b], m_windows[w]); !isEmpty(inside))
                    std::tie(without.scores[w], without.attention[w]) = scoreWithout(m_windows[w], inside);
            part(drops, {0, 1, 2}, blocks[b]).add_(whole.total() - without.total());
        }
        return {whole.total(), 0, toHost(drops / covers).values};
    }

private:
    static bool isEmpty(const Box& box) {
        return std::any_of(box.begin(), box.end(), [](const auto& side) { return side[0] >= side[1]; });
    }

    /// The score of a window, and its attention.
    [[nodiscard]] std::pair<double, float> scoreOf(const Passage& passage) const {
        const at::Tensor features = FeatureExtractor::features({&passage, 1});
        const std::vector<float> values = toHost(features).values;
        const LinearScore& score = m_task.score;
        return {std::inner_product(values.begin(), values.end(), score.weight.begin(), score.constant),
                m_weigher ? m_weigher->attention(m_weigher->standardised(features)).item<float>() : 0};
    }

    [[nodiscard]] Scores scoresOfWindows() const {
        Scores all;
        for (const CaseWindow& window : m_windows) {
            const auto [score, attention] = scoreWithout(window, {});
            all.scores.push_back(score);
            all.attention.push_back(attention);
        }
        return all;
    }

    /// Of the window with zeros in the box.
    [[nodiscard]] std::pair<double, float> scoreWithout(const CaseWindow& window, const Box& box) const {
        Passage passage = m_extractor.begin(window);
        const bool is2d = m_encoder.architecture().dimension == 2; // slices are the batch
        if (!isEmpty(box))
            part(passage.activation, is2d ? Triple{0, 2, 3} : Triple{2, 3, 4}, box).zero_();
        m_extractor.advance({&passage, 1}, m_encoder.stageCount(), m_control);
        return scoreOf(passage);
    }

    /// Boxes of the case, with half a block of overlap.
    [[nodiscard]] std::vector<Box> occludingBlocks() const {
        Triple size{};
        std::array<std::vector<std::int64_t>, 3> starts;
        for (std::size_t a = 0; a < 3; ++a) {
            size[a] = std::max<std::int64_t>(m_windows.front().image.shape[a] / m_task.blocksPerAxis, 1);
            size[a] = std::min(size[a], m_case.image.shape[a]);
            starts[a] = windowStarts(m_case.image.shape[a], size[a]);
            starts[a].erase(std::unique(starts[a].begin(), starts[a].end()), starts[a].end()); // a block of one voxel
        }
        std::vector<Box> blocks;
        for (const std::int64_t z : starts[0])
            for (const std::int64_t y : starts[1])
                for (const std::int64_t x : starts[2])
                    blocks.push_back(boxAt({z, y, x}, size));
        return blocks;
    }

    /// What the window has of a box of the case, in the window's voxels.
    [[nodiscard]] Box inWindow(const Box& box, const CaseWindow& window) const {
        Box inside{};
        for (std::size_t a = 0; a < 3; ++a) {
            const std::int64_t shift = m_place[a][0] - window.start[a];
            inside[a] = {std::max<std::int64_t>(box[a][0] + shift, 0),
                         std::min(box[a][1] + shift, window.image.shape[a])};
        }
        return inside;
    }

    /// Setting it to zero would change nothing.
    [[nodiscard]] bool isZero(const Box& box) const {
        const PlanImage& image = m_case.image;
        for (std::int64_t c = 0; c < image.channels; ++c)
            for (std::int64_t z = box[0][0]; z < box[0][1]; ++z)
                for (std::int64_t y = box[1][0]; y < box[1][1]; ++y) {
                    const auto row =
                        image.voxels.begin() + ((c * image.shape[0] + z) * image.shape[1] + y) * image.shape[2];
                    if (std::any_of(row + box[2][0], row + box[2][1], [](float value) { return value != 0; }))
                        return false;
                }
        return true;
    }

    const InfluenceTask& m_task;
    const PreprocessedCase& m_case;
    const JobControl& m_control;
    at::Device m_device;
    Encoder m_encoder;
    FeatureExtractor m_extractor;
    std::optional<Head> m_weigher; ///< whose attention gives the windows their shares
    std::vector<CaseWindow> m_windows;
    Triple m_padded; ///< shape of the padded case
    Box m_place;     ///< of the case in it
};

} // namespace

Influence influenceOf(const InfluenceTask& task, const PreprocessedCase& preprocessed, const JobControl& control) {
    const c10::NoGradGuard noGrad;
    const InfluenceRun run(task, preprocessed, control);
    return task.method == InfluenceMethod::HiResCam ? run.hiResCam() : run.occlusion();
}

} // namespace nidus::compute
