// SPDX-License-Identifier: Apache-2.0
#include "dicom/itk_io.h"

#include "core/base/error.h"

#include <itkImage.h>
#include <itkImageFileWriter.h>
#include <itkImportImageContainer.h>
#include <itkNiftiImageIO.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include <fcntl.h>
#include <unistd.h>

namespace nidus::dicom::itk_io {
namespace {

namespace fs = std::filesystem;

template <class Integer>
bool fits(const Volume& volume) {
    return std::all_of(volume.voxels.begin(), volume.voxels.end(), [](float value) {
        // The largest int32 is no float, hence the strict upper bound.
        return value >= static_cast<float>(std::numeric_limits<Integer>::min())
               && static_cast<double>(value) < static_cast<double>(std::numeric_limits<Integer>::max()) + 1.0
               && std::nearbyint(value) == value;
    });
}

template <class Voxel>
void writeAs(const std::string& path, const Volume& volume) {
    using Image = itk::Image<Voxel, 3>;
    const auto image = Image::New();
    image->SetRegions(typename Image::SizeType{{static_cast<itk::SizeValueType>(volume.shape.x),
                                                static_cast<itk::SizeValueType>(volume.shape.y),
                                                static_cast<itk::SizeValueType>(volume.shape.z)}});
    const double spacing[] = {volume.spacing.x, volume.spacing.y, volume.spacing.z};
    image->SetSpacing(spacing);
    image->SetOrigin(volume.originLps.data());
    typename Image::DirectionType direction;
    for (unsigned row = 0; row < 3; ++row)
        for (unsigned axis = 0; axis < 3; ++axis)
            direction(row, axis) = volume.lpsFromAxis[row][axis];
    image->SetDirection(direction);
    image->Allocate();
    std::transform(volume.voxels.begin(), volume.voxels.end(), image->GetBufferPointer(),
                   [](float value) { return static_cast<Voxel>(value); });
    const auto writer = itk::ImageFileWriter<Image>::New();
    writer->SetFileName(path);
    writer->SetImageIO(itk::NiftiImageIO::New());
    writer->SetInput(image);
    writer->Update();
}

struct RemoveOnExit {
    fs::path path;
    ~RemoveOnExit() {
        std::error_code ignored;
        fs::remove(path, ignored);
    }
};

bool sameVoxels(const Volume& a, const Volume& b) {
    return a.shape == b.shape && std::memcmp(a.voxels.data(), b.voxels.data(), a.voxels.size() * sizeof(float)) == 0;
}

// The NIfTI library does not report a full disk, so the file is trusted only after it was read back.
bool isWhole(const fs::path& path, const Volume& volume) {
    try {
        Volume back = itk_io::readImageFile(path, ImageFormat::Nifti);
        std::replace(back.voxels.begin(), back.voxels.end(), -0.0F, 0.0F);
        Volume expected{volume.shape, volume.spacing, volume.originLps, volume.lpsFromAxis, volume.voxels};
        std::replace(expected.voxels.begin(), expected.voxels.end(), -0.0F, 0.0F);
        return sameVoxels(back, expected);
    } catch (const Error&) {
        return false;
    }
}

void syncFile(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
}

[[noreturn]] void throwNotWritten(const fs::path& path, std::uintmax_t needed, const std::string& reason) {
    std::error_code failure;
    const fs::space_info space = fs::space(path.parent_path(), failure);
    if (!failure && space.available < needed)
        throw Error("FIL-004",
                    "The disk is full: " + path.string() + " could not be written. Free some space and try again.");
    throw Error("FIL-003", path.string() + " could not be written" + (reason.empty() ? "" : ": " + reason) + ".");
}

} // namespace

void writeNifti(const fs::path& path, const Volume& volume) {
    const fs::path target = fs::absolute(path);
    const RemoveOnExit temporary{target.parent_path()
                                 / (".tmp-" + std::to_string(::getpid()) + "-" + target.filename().string())};
    const std::string name = temporary.path.string();
    const std::uintmax_t bytes = volume.voxels.size() * sizeof(float);
    try {
        if (fits<std::int16_t>(volume))
            writeAs<std::int16_t>(name, volume);
        else if (fits<std::int32_t>(volume))
            writeAs<std::int32_t>(name, volume);
        else
            writeAs<float>(name, volume);
    } catch (const itk::ExceptionObject& failure) {
        throwNotWritten(target, bytes, failure.GetDescription());
    }
    if (!isWhole(temporary.path, volume))
        throwNotWritten(target, bytes, "what was written could not be read back");
    syncFile(temporary.path);
    std::error_code failure;
    fs::rename(temporary.path, target, failure);
    if (failure)
        throw Error("FIL-003", path.string() + " could not be written: " + failure.message() + ".");
}

} // namespace nidus::dicom::itk_io
