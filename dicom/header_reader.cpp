// SPDX-License-Identifier: Apache-2.0
#include "dicom/dicom_header.h"
#include "dicom/frame_groups.h"
#include "dicom/siemens_mosaic.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcspchrs.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

namespace nidus::dicom {
namespace {

namespace fs = std::filesystem;

const DcmTagKey kMosaicImages(0x0019, 0x100a);
const DcmTagKey kCsaImageHeader(0x0029, 0x1010);

/// Unlike the rest of the header these texts may hold any character set; what cannot be converted stays as it is.
class Characters {
public:
    explicit Characters(DcmItem& data) {
        const std::string declared = textOf(data, DCM_SpecificCharacterSet);
        m_isReady = m_converter.selectCharacterSet(declared.c_str(), "ISO_IR 192").good();
        m_isDeclared = !declared.empty();
    }

    std::string utf8(const std::string& stored) {
        const bool isAscii = std::all_of(stored.begin(), stored.end(),
                                         [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != 0x1B; });
        if (isAscii)
            return stored;
        OFString converted;
        if (m_isReady && m_isDeclared && m_converter.convertString(stored.c_str(), converted, "\\").good())
            return converted.c_str();
        m_hasUnknown = true;
        return stored;
    }

    [[nodiscard]] bool hasUnknown() const noexcept { return m_hasUnknown; }

private:
    DcmSpecificCharacterSet m_converter;
    bool m_isReady = false, m_isDeclared = false, m_hasUnknown = false;
};

int smallNumber(DcmItem& data, const DcmTagKey& tag) {
    const double value = numberOf(data, tag).value_or(0);
    return value >= 0 && value <= 1e6 ? static_cast<int>(value) : 0;
}

void readIdentity(DcmItem& data, FileHeader& header) {
    Characters characters(data);
    header.sopClass = textOf(data, DCM_SOPClassUID);
    header.sopInstance = textOf(data, DCM_SOPInstanceUID);
    header.seriesUid = textOf(data, DCM_SeriesInstanceUID);
    header.studyUid = textOf(data, DCM_StudyInstanceUID);
    header.patientId = characters.utf8(textOf(data, DCM_PatientID));
    header.accessionNumber = characters.utf8(textOf(data, DCM_AccessionNumber));
    header.modality = textOf(data, DCM_Modality);
    header.description = characters.utf8(textOf(data, DCM_SeriesDescription));
    header.scanner = {characters.utf8(textOf(data, DCM_Manufacturer)),
                      characters.utf8(textOf(data, DCM_ManufacturerModelName)),
                      std::max(0.0, numberOf(data, DCM_MagneticFieldStrength).value_or(0))};
    header.bodyPart = textOf(data, DCM_BodyPartExamined);
    header.studyDate = textOf(data, DCM_StudyDate);
    header.seriesNumber = textOf(data, DCM_SeriesNumber);
    header.hasUnknownCharacters = characters.hasUnknown();
}

std::optional<int> paddingOf(DcmItem& data, bool isSigned) {
    const auto value = numberOf(data, DCM_PixelPaddingValue);
    if (!value)
        return std::nullopt;
    const int stored = static_cast<int>(*value);
    return isSigned && stored > 32767 ? stored - 65536 : stored;
}

void readPixelDescription(DcmItem& data, FileHeader& header) {
    header.rows = smallNumber(data, DCM_Rows);
    header.columns = smallNumber(data, DCM_Columns);
    header.samples = std::max(1, smallNumber(data, DCM_SamplesPerPixel));
    header.frames = std::max(1, smallNumber(data, DCM_NumberOfFrames));
    header.bitsAllocated = smallNumber(data, DCM_BitsAllocated);
    header.bitsStored = smallNumber(data, DCM_BitsStored);
    header.highBit = numberOf(data, DCM_HighBit) ? smallNumber(data, DCM_HighBit) : header.bitsStored - 1;
    header.isSigned = smallNumber(data, DCM_PixelRepresentation) == 1;
    header.photometric = textOf(data, DCM_PhotometricInterpretation);
    header.paddingValue = paddingOf(data, header.isSigned);
    header.isLossy = textOf(data, DCM_LossyImageCompression) == "01";
    header.hasBurnedInText = textOf(data, DCM_BurnedInAnnotation) == "YES";
    header.hasModalityLut = data.tagExists(DCM_ModalityLUTSequence);
}

SliceHeader classicSlice(DcmItem& data, const FileHeader& header) {
    SliceHeader slice;
    slice.tile = {0, 0, header.columns, header.rows};
    readPlace(data, slice);
    readMeasures(data, slice);
    readRescale(data, slice);
    slice.imageType = textOf(data, DCM_ImageType);
    slice.echoTime = numberOf(data, DCM_EchoTime).value_or(0);
    slice.instanceNumber = static_cast<int>(numberOf(data, DCM_InstanceNumber).value_or(0));
    readPhases(data, slice);
    return slice;
}

/// One slice per tile, each with the position that it would have had as an image of its own.
void unfoldMosaic(DcmItem& data, FileHeader& header) {
    const SliceHeader whole = header.slices.front();
    const Uint8* bytes = nullptr;
    unsigned long count = 0;
    data.findAndGetUint8Array(kCsaImageHeader, bytes, &count);
    MosaicHeader mosaic = readCsaHeader({bytes, static_cast<std::size_t>(bytes ? count : 0)});
    if (Uint16 images = 0; mosaic.images == 0 && data.findAndGetUint16(kMosaicImages, images).good())
        mosaic.images = images;
    if (!whole.position || !whole.orientation || !whole.pixelSpacing || mosaic.images < 1 || whole.betweenSlices <= 0
        || !mosaic.sliceNormal) {
        header.mosaicProblem = "The slices lie side by side in one image (mosaic) and its private header does not say"
                               " how. Export the series from the scanner without mosaic.";
        return;
    }
    header.slices.clear();
    int number = 0;
    for (const MosaicTile& tile : unfolded(mosaic, {header.columns, header.rows, *whole.position, *whole.orientation,
                                                    *whole.pixelSpacing, whole.betweenSlices})) {
        SliceHeader slice = whole;
        slice.tile = {tile.x, tile.y, tile.width, tile.height};
        slice.position = tile.position;
        slice.instanceNumber = ++number;
        header.slices.push_back(std::move(slice));
    }
    if (header.slices.empty()) {
        header.slices.push_back(whole);
        header.mosaicProblem = "The number of slices in the mosaic does not fit its size.";
    }
}

std::string damageOf(DcmDataset& data, const FileHeader& header, std::uintmax_t fileSize) {
    DcmElement* pixels = nullptr;
    if (data.findAndGetElement(DCM_PixelData, pixels).bad() || !pixels)
        return {};
    DcmXfer syntax(data.getOriginalXfer());
    // Colour may be stored with fewer samples than it has, and is refused anyway.
    if (syntax.isEncapsulated() || header.samples != 1)
        return {};
    const auto expected = static_cast<std::uint64_t>(header.rows) * static_cast<std::uint64_t>(header.columns)
                          * static_cast<std::uint64_t>(header.samples) * static_cast<std::uint64_t>(header.frames)
                          * static_cast<std::uint64_t>(header.bitsAllocated) / 8;
    const std::uint64_t declared = pixels->getLengthField();
    const bool isDeflated = syntax.getXfer() == EXS_DeflatedLittleEndianExplicit;
    const std::uint64_t present = isDeflated ? declared : std::min<std::uint64_t>(declared, fileSize);
    if (present >= expected)
        return {};
    return "The file holds " + std::to_string(present) + " of " + std::to_string(expected) + " bytes of pixels.";
}

bool looksLikeDicom(DcmItem& data) {
    for (const DcmTagKey& tag : {DCM_SOPClassUID, DCM_StudyInstanceUID, DCM_Rows, DCM_PixelData, DCM_Modality})
        if (data.tagExists(tag))
            return true;
    return false;
}

void readSlices(DcmItem& data, FileHeader& header) {
    if (data.tagExists(DCM_PerFrameFunctionalGroupsSequence)) {
        header.slices = enhancedSlices(data, header);
        return;
    }
    header.slices.push_back(classicSlice(data, header));
    if (header.slices.front().imageType.find("MOSAIC") != std::string::npos)
        unfoldMosaic(data, header);
}

} // namespace

FileHeader readFileHeader(const fs::path& path) {
    std::error_code failure;
    const std::uintmax_t size = fs::file_size(path, failure);
    if (failure)
        throw Error("FIL-001", path.string() + " cannot be opened: " + failure.message() + ".");
    DcmFileFormat file;
    const OFCondition loaded = file.loadFile(path.c_str());
    DcmDataset& data = *file.getDataset();
    if (!looksLikeDicom(data)) {
        if (file.getMetaInfo()
            && textOf(*file.getMetaInfo(), DCM_MediaStorageSOPClassUID) == UID_MediaStorageDirectoryStorage)
            throw Error("DCM-001", "This is a DICOMDIR, a table of contents and no image.");
        if (loaded.bad())
            throw Error("DCM-002", std::string("The file is damaged: ") + loaded.text() + ".");
        throw Error("DCM-004", "This is not a scan: no DICOM image, NIfTI, NRRD or MetaImage.");
    }
    FileHeader header;
    header.path = path;
    header.transferSyntax = DcmXfer(data.getOriginalXfer()).getXferID();
    readIdentity(data, header);
    readPixelDescription(data, header);
    header.hasPixels = data.tagExists(DCM_PixelData) && header.rows > 0 && header.columns > 0;
    if (loaded.bad())
        header.damage = "The file ends too early or is damaged: " + std::string(loaded.text()) + ".";
    else if (header.hasPixels)
        header.damage = damageOf(data, header, size);
    readSlices(data, header);
    return header;
}

std::vector<std::string> readHeaderTexts(const fs::path& path, const std::vector<std::string>& elements) {
    prepareDicom();
    std::vector<DcmTagKey> keys;
    for (const std::string& element : elements) {
        DcmTag tag;
        if (DcmTag::findTagFromName(element.c_str(), tag).bad())
            throw Error("DCM-053", "DICOM has no element \"" + element
                                       + "\". Write its keyword (PatientSex) or its number (0010,0040).");
        keys.push_back(tag);
    }
    DcmFileFormat file;
    const OFCondition loaded = file.loadFileUntilTag(path.c_str(), EXS_Unknown, EGL_noChange, DCM_MaxReadLength,
                                                     ERM_autoDetect, DCM_PixelData);
    if (!fs::exists(path))
        throw Error("FIL-001", path.string() + " does not exist.");
    DcmDataset& data = *file.getDataset();
    if (loaded.bad() && !looksLikeDicom(data))
        throw Error("DCM-002", path.string() + " is damaged: " + loaded.text() + ".");
    Characters characters(data);
    std::vector<std::string> texts;
    for (const DcmTagKey& key : keys)
        texts.push_back(characters.utf8(textOf(data, key)));
    return texts;
}

} // namespace nidus::dicom
