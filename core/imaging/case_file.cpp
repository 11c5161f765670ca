// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/case_file.h"

#include "core/base/error.h"
#include "core/base/safetensors.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstring>

namespace nidus {
namespace {

using Json = nlohmann::json;

constexpr int kFormat = 1;
constexpr const char* kMetadataKey = "nidus";
constexpr const char* kKind = "preprocessed case";

Json jsonFromCase(const PreprocessedCase& preprocessed) {
    return {{"kind", kKind},
            {"format", kFormat},
            {"preprocessing_version", kPreprocessingVersion},
            {"spacing", preprocessed.image.spacing},
            {"shape_before_cropping", preprocessed.shapeBeforeCropping},
            {"crop_box", preprocessed.cropBox},
            {"shape_after_cropping", preprocessed.shapeAfterCropping},
            {"spacing_before_resampling", preprocessed.spacingBeforeResampling},
            {"separate_z", preprocessed.separateZ},
            {"nonzero_volume_mm3", preprocessed.nonzeroVolumeMm3},
            {"mean_intensity", preprocessed.meanIntensity}};
}

PreprocessedCase caseFromJson(const Json& json) {
    PreprocessedCase preprocessed;
    json.at("spacing").get_to(preprocessed.image.spacing);
    json.at("shape_before_cropping").get_to(preprocessed.shapeBeforeCropping);
    json.at("crop_box").get_to(preprocessed.cropBox);
    json.at("shape_after_cropping").get_to(preprocessed.shapeAfterCropping);
    json.at("spacing_before_resampling").get_to(preprocessed.spacingBeforeResampling);
    json.at("separate_z").get_to(preprocessed.separateZ);
    json.at("nonzero_volume_mm3").get_to(preprocessed.nonzeroVolumeMm3);
    json.at("mean_intensity").get_to(preprocessed.meanIntensity);
    return preprocessed;
}

[[noreturn]] void throwNoCaseFile(const std::filesystem::path& path, const std::string& what) {
    throw Error("CAS-001", "The file " + path.string() + " is no preprocessed case of Nidus (" + what
                               + "). Choose another file, or prepare the case again.");
}

PreprocessedCase headOf(const SafetensorsFile& file, const std::filesystem::path& path) {
    const auto text = file.metadata().find(kMetadataKey);
    if (text == file.metadata().end())
        throwNoCaseFile(path, "its description is missing");
    try {
        const Json json = Json::parse(text->second);
        if (json.at("kind").get<std::string>() != kKind)
            throwNoCaseFile(path, "it is something else");
        if (const int format = json.at("format").get<int>(); format > kFormat)
            throw Error("CAS-002", "The preprocessed case " + path.string() + " was written by a newer Nidus (format "
                                       + std::to_string(format) + "). Update Nidus, or prepare the case again.");
        return caseFromJson(json);
    } catch (const Json::exception&) {
        throwNoCaseFile(path, "its description is damaged");
    }
}

const TensorEntry& imageOf(const SafetensorsFile& file, const std::filesystem::path& path) {
    if (!file.tensors().contains("image") || !file.tensors().contains("nonzero"))
        throwNoCaseFile(path, "its image is missing");
    const TensorEntry& image = file.tensor("image");
    const TensorEntry& nonzero = file.tensor("nonzero");
    const bool fits = image.type == TensorType::F32 && nonzero.type == TensorType::U8 && image.shape.size() == 4
                      && nonzero.shape == std::vector<std::int64_t>(image.shape.begin() + 1, image.shape.end());
    if (!fits)
        throwNoCaseFile(path, "its image has another form");
    return image;
}

} // namespace

void writeCaseFile(const std::filesystem::path& path, const PreprocessedCase& preprocessed, Publish publish) {
    const PlanImage& image = preprocessed.image;
    const auto& shape = image.shape;
    writeSafetensors(
        path,
        {{"image", f32Entry(image.voxels, {image.channels, shape[0], shape[1], shape[2]})},
         {"nonzero", {TensorType::U8, {shape[0], shape[1], shape[2]}, std::as_bytes(std::span(preprocessed.nonzero))}}},
        {{kMetadataKey, jsonFromCase(preprocessed).dump()}}, publish);
}

PreprocessedCase readCaseFile(const std::filesystem::path& path) {
    const SafetensorsFile file(path);
    PreprocessedCase preprocessed = headOf(file, path);
    const TensorEntry& image = imageOf(file, path);
    const TensorEntry& nonzero = file.tensor("nonzero");
    preprocessed.image.channels = image.shape[0];
    preprocessed.image.shape = {image.shape[1], image.shape[2], image.shape[3]};
    preprocessed.image.voxels = file.floats("image");
    preprocessed.nonzero.resize(nonzero.bytes.size());
    if (!nonzero.bytes.empty())
        std::memcpy(preprocessed.nonzero.data(), nonzero.bytes.data(), nonzero.bytes.size());
    return preprocessed;
}

Volume readMiddleSlice(const std::filesystem::path& path) {
    const SafetensorsFile file(path);
    const std::array<double, 3> spacing = headOf(file, path).image.spacing;
    const TensorEntry& image = imageOf(file, path);
    const auto through = static_cast<std::size_t>(std::max_element(spacing.begin(), spacing.end()) - spacing.begin());
    const std::size_t down = through == 0 ? 1 : 0, across = through == 2 ? 1 : 2;
    const std::array<std::int64_t, 3> size{image.shape[1], image.shape[2], image.shape[3]};
    const std::array<std::int64_t, 3> stride{size[1] * size[2], size[2], 1};
    Volume slice;
    slice.shape = {1, size[down], size[across]};
    slice.spacing = {spacing[through], spacing[down], spacing[across]};
    slice.voxels.resize(slice.shape.voxels());
    float* voxel = slice.voxels.data();
    for (std::int64_t row = 0; row < size[down]; ++row)
        for (std::int64_t column = 0; column < size[across]; ++column, ++voxel) {
            const std::int64_t at = size[through] / 2 * stride[through] + row * stride[down] + column * stride[across];
            std::memcpy(voxel, image.bytes.data() + static_cast<std::size_t>(at) * sizeof(float), sizeof(float));
        }
    return slice;
}

} // namespace nidus
