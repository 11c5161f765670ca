// SPDX-License-Identifier: Apache-2.0
#include "core/project/cache_key.h"

#include "core/base/files.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <span>

#include <sys/stat.h>

namespace nidus {
namespace {

namespace fs = std::filesystem;

/// Builds a text in which no two lists of values read alike: each value has its length before it.
class KeyText {
public:
    KeyText& add(const std::string& value) {
        m_text.append(std::to_string(value.size())).append(":").append(value).append(";");
        return *this;
    }
    KeyText& add(const char* value) { return add(std::string(value)); }
    KeyText& add(double value) {
        std::array<char, 32> digits{}; // the shortest text that gives the same double again
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        return add(std::string(digits.data(), end));
    }
    KeyText& add(long long value) { return add(std::to_string(value)); }
    [[nodiscard]] const std::string& text() const noexcept { return m_text; }

private:
    std::string m_text;
};

std::string digestOf(const std::string& text) {
    return sha256(std::as_bytes(std::span(text)));
}

} // namespace

std::string planKeyText(const PreprocessingPlan& plan) {
    const Configuration& configuration = plan.configuration;
    KeyText key;
    key.add("preprocessing").add(static_cast<long long>(kPreprocessingVersion));
    key.add("frame").add(inputFrameName(plan.frame));
    if (plan.frame == InputFrame::Plan)
        key.add(plan.plans.imageReaderWriter);
    key.add("axes");
    for (const int axis : plan.plans.transposeForward)
        key.add(static_cast<long long>(axis));
    key.add("spacing");
    for (const auto& spacing : configuration.spacing)
        spacing ? key.add(*spacing) : key.add("keep");
    for (std::size_t i = 0; i < configuration.normalization.size(); ++i) {
        const NormalizationScheme scheme = configuration.normalization[i];
        key.add("channel").add(static_cast<long long>(scheme));
        key.add(i < configuration.useMaskForNorm.size() && configuration.useMaskForNorm[i] ? "mask" : "all");
        const auto found = plan.plans.intensity.find(static_cast<int>(i));
        if (scheme == NormalizationScheme::Ct && found != plan.plans.intensity.end())
            key.add(found->second.mean)
                .add(found->second.std)
                .add(found->second.percentile005)
                .add(found->second.percentile995);
    }
    const ResamplingFunction& resampling = configuration.resamplingData;
    key.add("resampling").add(static_cast<long long>(resampling.kind));
    key.add(static_cast<long long>(resampling.order)).add(static_cast<long long>(resampling.orderZ));
    key.add(!resampling.forceSeparateZ ? "by spacing" : *resampling.forceSeparateZ ? "separate" : "together");
    return key.text();
}

std::string cacheKey(const PlanImage& image, const std::string& planText) {
    KeyText key;
    key.add(planText).add(static_cast<long long>(image.channels));
    for (std::size_t axis = 0; axis < 3; ++axis) {
        key.add(static_cast<long long>(image.shape[axis]));
        key.add(static_cast<double>(static_cast<float>(image.spacing[axis])));
    }
    key.add(sha256(std::as_bytes(std::span(image.voxels))));
    return digestOf(key.text());
}

std::string inputKey(const std::vector<SeriesSource>& channels, const std::string& planText) {
    KeyText key;
    key.add(planText);
    for (const SeriesSource& source : channels) {
        key.add("channel").add(source.uid).add(source.part);
        for (const std::string& code : source.overrides)
            key.add("override").add(code);
        for (const fs::path& file : source.files) {
            struct stat info {};
            if (::stat(file.c_str(), &info) != 0)
                throw Error("FIL-001", file.string() + " cannot be opened: " + std::strerror(errno) + ".");
            key.add(file.string()).add(static_cast<long long>(info.st_size));
            key.add(static_cast<long long>(info.st_mtim.tv_sec)).add(static_cast<long long>(info.st_mtim.tv_nsec));
        }
    }
    return digestOf(key.text());
}

} // namespace nidus
