// SPDX-License-Identifier: Apache-2.0
#include "dicom/itk_io.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/imaging/input_frame.h"
#include "dicom/nifti_voxels.h"

#include <itkImage.h>
#include <itkImageFileReader.h>
#include <itkMetaDataObject.h>
#include <itkMetaImageIO.h>
#include <itkNiftiImageIO.h>
#include <itkNrrdImageIO.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string_view>

namespace nidus::dicom::itk_io {
namespace {

namespace fs = std::filesystem;

/// 8 GiB of float32: no scan is larger, and a damaged header must not drive an allocation.
constexpr std::int64_t kMostVoxels = std::int64_t{1} << 31;

bool hasSuffix(const fs::path& path, std::string_view suffix) {
    std::string name = path.filename().string();
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
    return name.size() > suffix.size() && name.compare(name.size() - suffix.size(), suffix.size(), suffix) == 0;
}

/// ITK goes by the name of a file; one with another name is shown to it through a link with the expected ending.
class NamedForItk {
public:
    NamedForItk(const fs::path& path, std::initializer_list<std::string_view> accepted) : m_path(path) {
        if (std::any_of(accepted.begin(), accepted.end(), [&](auto suffix) { return hasSuffix(path, suffix); }))
            return;
        m_folder = std::make_unique<TemporaryFolder>();
        m_path = m_folder->path() / ("image" + std::string(*accepted.begin()));
        fs::create_symlink(fs::absolute(path), m_path);
    }
    [[nodiscard]] std::string string() const { return m_path.string(); }

private:
    std::unique_ptr<TemporaryFolder> m_folder;
    fs::path m_path;
};

bool isGzip(const fs::path& path) {
    const MappedFile file(path);
    const auto bytes = file.bytes();
    return bytes.size() > 2 && bytes[0] == std::byte{0x1F} && bytes[1] == std::byte{0x8B};
}

NamedForItk namedForItk(const fs::path& path, ImageFormat format) {
    switch (format) {
    case ImageFormat::Nrrd:
        return {path, {".nrrd", ".nhdr"}};
    case ImageFormat::MetaImage:
        return {path, {".mha", ".mhd"}};
    case ImageFormat::Nifti:
        break;
    }
    if (isGzip(path))
        return {path, {".nii.gz", ".hdr.gz", ".img.gz"}};
    return {path, {".nii", ".hdr", ".img", ".nia"}};
}

itk::ImageIOBase::Pointer makeIo(ImageFormat format) {
    switch (format) {
    case ImageFormat::Nrrd:
        return itk::NrrdImageIO::New().GetPointer();
    case ImageFormat::MetaImage:
        return itk::MetaImageIO::New().GetPointer();
    case ImageFormat::Nifti:
        break;
    }
    return itk::NiftiImageIO::New().GetPointer();
}

const char* nameOf(ImageFormat format) {
    switch (format) {
    case ImageFormat::Nrrd:
        return "NRRD";
    case ImageFormat::MetaImage:
        return "MetaImage";
    case ImageFormat::Nifti:
        break;
    }
    return "NIfTI";
}

// ITK's description repeats file and line of its own source; the reason is in the last sentence.
std::string reasonOf(const itk::ExceptionObject& failure) {
    std::string text = failure.GetDescription();
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ' || text.back() == '.'))
        text.pop_back();
    if (const auto line = text.find_last_of('\n'); line != std::string::npos)
        text.erase(0, line + 1);
    if (const auto start = text.find("): "); start != std::string::npos)
        text.erase(0, start + 3);
    return text;
}

[[noreturn]] void throwDamaged(const fs::path& path, ImageFormat format, const std::string& reason) {
    throw Error("IMG-003", path.string() + " cannot be read as " + nameOf(format) + ": "
                               + (reason.empty() ? "the file is damaged" : reason)
                               + ". Export or copy the file again.");
}

template <class Call>
auto guarded(const fs::path& path, ImageFormat format, Call&& call) {
    try {
        return call();
    } catch (const itk::ExceptionObject& failure) {
        throwDamaged(path, format, reasonOf(failure));
    } catch (const Error&) {
        throw;
    } catch (const std::bad_alloc&) {
        throw Error("IMG-004", path.string() + " does not fit into the memory of this machine.");
    } catch (const std::exception& failure) {
        throwDamaged(path, format, failure.what());
    }
}

std::string text(const itk::MetaDataDictionary& dictionary, const char* key) {
    std::string value;
    itk::ExposeMetaData<std::string>(dictionary, key, value);
    return value;
}

bool hasOrientation(const itk::ImageIOBase& io, ImageFormat format) {
    const itk::MetaDataDictionary& dictionary = io.GetMetaDataDictionary();
    if (format == ImageFormat::Nifti)
        return text(dictionary, "qform_code") != "0" || text(dictionary, "sform_code") != "0";
    return format != ImageFormat::Nrrd || dictionary.HasKey("NRRD_space");
}

// Sizes beyond the third axis must be 1: several volumes are no volume.
std::int64_t volumesIn(const itk::ImageIOBase& io) {
    std::int64_t volumes = 1;
    for (unsigned axis = 3; axis < io.GetNumberOfDimensions(); ++axis)
        volumes *= static_cast<std::int64_t>(io.GetDimensions(axis));
    return volumes;
}

std::int64_t sizeOf(const itk::ImageIOBase& io, unsigned axis) {
    return axis < io.GetNumberOfDimensions() ? static_cast<std::int64_t>(io.GetDimensions(axis)) : 1;
}

Volume geometryOf(const itk::ImageIOBase& io) {
    Volume volume;
    volume.shape = {sizeOf(io, 2), sizeOf(io, 1), sizeOf(io, 0)};
    const unsigned axes = std::min(3U, io.GetNumberOfDimensions());
    std::array<double, 3> spacing{1, 1, 1};
    for (unsigned axis = 0; axis < axes; ++axis) {
        spacing[axis] = io.GetSpacing(axis);
        volume.originLps[axis] = io.GetOrigin(axis);
        const std::vector<double> direction = io.GetDirection(axis);
        for (unsigned row = 0; row < axes; ++row)
            volume.lpsFromAxis[row][axis] = direction[row];
    }
    volume.spacing = {spacing[2], spacing[1], spacing[0]};
    return volume;
}

std::vector<Problem> problemsOf(const itk::ImageIOBase& io, ImageFormat format) {
    std::vector<Problem> problems;
    const auto blocker = [&](const char* code, const std::string& sentence) {
        problems.push_back({code, Severity::Blocker, sentence, {}});
    };
    const std::int64_t volumes = volumesIn(io);
    const Shape shape = geometryOf(io).shape;
    if (volumes > 1)
        blocker("IMG-002", "The file holds " + std::to_string(volumes)
                               + " volumes (4-D). Split it and add the volume that belongs to the case.");
    if (shape.z < 1 || shape.y < 1 || shape.x < 1)
        blocker("IMG-003", "The file declares an axis without voxels. Export or copy the file again.");
    else if (shape.x > kMostVoxels / shape.y || shape.x * shape.y > kMostVoxels / shape.z)
        blocker("IMG-004", "The file declares " + std::to_string(shape.x) + " x " + std::to_string(shape.y) + " x "
                               + std::to_string(shape.z) + " voxels, more than Nidus reads. It is probably damaged.");
    if (io.GetNumberOfComponents() != 1)
        blocker("IMG-005", "The voxels are colours or vectors with " + std::to_string(io.GetNumberOfComponents())
                               + " components; one grey value per voxel is needed.");
    if (!hasOrientation(io, format))
        problems.push_back({"IMG-001",
                            Severity::Warning,
                            std::string("The ") + nameOf(format)
                                + " file does not say how the patient lies in it (no valid orientation); its axes are"
                                  " taken as they are stored.",
                            {}});
    return problems;
}

itk::ImageIOBase::Pointer openedIo(const fs::path& path, ImageFormat format, const NamedForItk& name) {
    itk::Object::SetGlobalWarningDisplay(false);
    auto io = makeIo(format);
    if (!io->CanReadFile(name.string().c_str()))
        throwDamaged(path, format, "the header is not one that can be read (NIfTI-2 is not supported)");
    io->SetFileName(name.string());
    io->ReadImageInformation();
    return io;
}

std::string stemOf(const fs::path& path) {
    std::string stem = path.filename().string();
    for (const std::string_view suffix : {".gz", ".nii", ".nrrd", ".nhdr", ".mha", ".mhd", ".hdr"})
        if (hasSuffix(stem, suffix))
            stem.erase(stem.size() - suffix.size());
    return stem;
}

enum class Part { All, MiddleSlice };

/// What itk::ImageFileReader reads, which is the whole file where the format does not let it read less.
void readVoxelsByItk(const fs::path& path, ImageFormat format, const NamedForItk& name, itk::ImageIOBase& io,
                     std::int64_t first, Volume& volume) {
    using Image = itk::Image<float, 3>;
    const auto reader = itk::ImageFileReader<Image>::New();
    reader->SetFileName(name.string());
    reader->SetImageIO(&io);
    reader->UpdateOutputInformation();
    Image* image = reader->GetOutput();
    Image::RegionType region = image->GetLargestPossibleRegion();
    region.SetIndex(2, first);
    region.SetSize(2, static_cast<itk::SizeValueType>(volume.shape.z));
    image->SetRequestedRegion(region);
    reader->Update();
    const Image::RegionType read = image->GetBufferedRegion();
    const auto before = static_cast<std::size_t>((first - read.GetIndex(2)) * volume.shape.y * volume.shape.x);
    if (before + volume.shape.voxels() > read.GetNumberOfPixels())
        throwDamaged(path, format, "it holds fewer voxels than its header says");
    const float* begin = image->GetBufferPointer() + before;
    volume.voxels.assign(begin, begin + volume.shape.voxels());
}

Volume readSlices(const fs::path& path, ImageFormat format, Part part) {
    if (!fs::exists(path))
        throw Error("FIL-001", path.string() + " cannot be opened: it is no longer there.");
    const NamedForItk name = namedForItk(path, format);
    return guarded(path, format, [&] {
        const auto io = openedIo(path, format, name);
        for (const Problem& problem : problemsOf(*io, format))
            if (problem.severity == Severity::Blocker)
                throw Error(problem.code, path.string() + ": " + problem.text);
        Volume volume = geometryOf(*io);
        const Shape stored = volume.shape;
        const std::int64_t first = part == Part::All ? 0 : stored.z / 2;
        if (part == Part::MiddleSlice)
            volume.shape.z = 1;
        for (std::size_t axis = 0; axis < 3; ++axis)
            volume.originLps[axis] += volume.lpsFromAxis[axis][2] * volume.spacing.z * static_cast<double>(first);
        if (format != ImageFormat::Nifti)
            readVoxelsByItk(path, format, name, *io, first, volume);
        else if (!readNiftiVoxels(name.string(), stored, first, volume))
            throwDamaged(path, format, "the file ends before its last voxel, or its voxels are damaged");
        return volume;
    });
}

} // namespace

bool holdsNifti(const fs::path& gzipFile) {
    const NamedForItk name(gzipFile, {".nii.gz"});
    try {
        itk::Object::SetGlobalWarningDisplay(false);
        return itk::NiftiImageIO::New()->CanReadFile(name.string().c_str());
    } catch (const itk::ExceptionObject&) {
        return false;
    }
}

SeriesInfo describeImageFile(const fs::path& path, ImageFormat format) {
    const NamedForItk name = namedForItk(path, format);
    return guarded(path, format, [&] {
        const auto io = openedIo(path, format, name);
        const Volume geometry = geometryOf(*io);
        SeriesInfo info;
        info.source.uid = path.filename().string();
        info.source.files = {fs::absolute(path)};
        info.format = nameOf(format);
        info.description = stemOf(path);
        info.shape = geometry.shape;
        info.spacing = geometry.spacing;
        info.frames = 1;
        info.orientation = orientationOf(geometry);
        info.problems = problemsOf(*io, format);
        info.included = std::none_of(info.problems.begin(), info.problems.end(),
                                     [](const Problem& problem) { return problem.severity == Severity::Blocker; });
        return info;
    });
}

Volume readImageFile(const fs::path& path, ImageFormat format) {
    return readSlices(path, format, Part::All);
}

Volume readMiddleImageSlice(const fs::path& path, ImageFormat format) {
    return readSlices(path, format, Part::MiddleSlice);
}

} // namespace nidus::dicom::itk_io
