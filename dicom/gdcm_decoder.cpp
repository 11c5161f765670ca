// SPDX-License-Identifier: Apache-2.0
#include "dicom/itk_io.h"

#include "core/base/error.h"

#include <itkGDCMImageIO.h>

#include <algorithm>

namespace nidus::dicom::itk_io {
namespace {

namespace fs = std::filesystem;

template <class Stored>
void append(const std::vector<char>& buffer, StoredPixels& pixels) {
    const auto* first = reinterpret_cast<const Stored*>(buffer.data());
    std::transform(first, first + buffer.size() / sizeof(Stored), std::back_inserter(pixels.values),
                   [](Stored value) { return static_cast<std::int32_t>(value); });
}

void appendAs(itk::IOComponentEnum type, const std::vector<char>& buffer, StoredPixels& pixels) {
    switch (type) {
    case itk::IOComponentEnum::UCHAR:
        return append<std::uint8_t>(buffer, pixels);
    case itk::IOComponentEnum::CHAR:
        return append<std::int8_t>(buffer, pixels);
    case itk::IOComponentEnum::USHORT:
        return append<std::uint16_t>(buffer, pixels);
    case itk::IOComponentEnum::SHORT:
        return append<std::int16_t>(buffer, pixels);
    case itk::IOComponentEnum::UINT:
    case itk::IOComponentEnum::INT:
        return append<std::int32_t>(buffer, pixels);
    default:
        throw Error("DCM-003", "The compressed image decodes to numbers of an unexpected kind and cannot be read.");
    }
}

} // namespace

StoredPixels decodeByGdcm(const fs::path& path) {
    try {
        itk::Object::SetGlobalWarningDisplay(false);
        const auto io = itk::GDCMImageIO::New();
        io->SetFileName(path.string());
        io->ReadImageInformation();
        if (io->GetNumberOfComponents() != 1)
            throw Error("DCM-019", "The compressed image is in colour; grey values are needed.");
        StoredPixels pixels;
        pixels.columns = static_cast<std::int64_t>(io->GetDimensions(0));
        pixels.rows = static_cast<std::int64_t>(io->GetDimensions(1));
        pixels.frames = io->GetNumberOfDimensions() > 2 ? static_cast<std::int64_t>(io->GetDimensions(2)) : 1;
        std::vector<char> buffer(static_cast<std::size_t>(io->GetImageSizeInBytes()));
        itk::ImageIORegion region(io->GetNumberOfDimensions());
        for (unsigned axis = 0; axis < io->GetNumberOfDimensions(); ++axis)
            region.SetSize(axis, io->GetDimensions(axis));
        io->SetIORegion(region);
        io->Read(buffer.data());
        pixels.values.reserve(static_cast<std::size_t>(pixels.columns * pixels.rows * pixels.frames));
        appendAs(io->GetComponentType(), buffer, pixels);
        return pixels;
    } catch (const itk::ExceptionObject&) {
        throw Error("DCM-002", "The compressed image data are damaged and cannot be decoded.");
    }
}

} // namespace nidus::dicom::itk_io
