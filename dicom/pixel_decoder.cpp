// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"
#include "core/base/resource_folder.h"
#include "dicom/dicom_header.h"
#include "dicom/image_files.h"
#include "dicom/series_judgement.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>
#include <dcmtk/oflog/oflog.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <mutex>
#include <span>
#include <string_view>

namespace nidus::dicom {
namespace {

namespace fs = std::filesystem;

/// What a file may unfold to: beyond this a header is damaged or hostile.
constexpr std::uint64_t kMostBytes = std::uint64_t{4} << 30;
constexpr std::uint64_t kHarmlessBytes = std::uint64_t{256} << 20;
constexpr std::uint64_t kMostRleRatio = 64, kMostRatio = 200;

[[noreturn]] void throwDamaged(const FileHeader& header, const std::string& reason) {
    throw Error("DCM-002", header.path.string() + " is damaged: " + reason + ". Copy the series again.");
}

std::uint64_t pixelsOf(const FileHeader& header) {
    return static_cast<std::uint64_t>(header.rows) * static_cast<std::uint64_t>(header.columns)
           * static_cast<std::uint64_t>(header.frames) * static_cast<std::uint64_t>(header.samples);
}

void checkSize(const FileHeader& header) {
    const std::uint64_t bytes = pixelsOf(header) * static_cast<std::uint64_t>(header.bitsAllocated) / 8;
    std::error_code failure;
    const std::uintmax_t size = fs::file_size(header.path, failure);
    if (failure)
        throw Error("FIL-001", header.path.string() + " cannot be opened: " + failure.message() + ".");
    const std::uint64_t ratio = header.transferSyntax == UID_RLELosslessTransferSyntax ? kMostRleRatio : kMostRatio;
    if (bytes > kMostBytes || (bytes > kHarmlessBytes && bytes / std::max<std::uintmax_t>(size, 1) > ratio))
        throwDamaged(header, "its header asks for " + std::to_string(bytes >> 20U) + " MiB of pixels");
}

template <class Stored>
void append(const Stored* first, std::uint64_t count, std::vector<std::int32_t>& values) {
    values.reserve(static_cast<std::size_t>(count));
    std::transform(first, first + count, std::back_inserter(values),
                   [](Stored value) { return static_cast<std::int32_t>(value); });
}

/// The bits that count, with the sign they mean; anything above or below them is overlay or noise.
void keepStoredBits(const FileHeader& header, std::vector<std::int32_t>& values) {
    if (header.bitsStored >= 32)
        return;
    const auto shift = static_cast<unsigned>(header.highBit + 1 - header.bitsStored);
    const std::uint32_t mask = (std::uint32_t{1} << static_cast<unsigned>(header.bitsStored)) - 1;
    const std::uint32_t sign = std::uint32_t{1} << static_cast<unsigned>(header.bitsStored - 1);
    for (std::int32_t& value : values) {
        std::uint32_t bits = (static_cast<std::uint32_t>(value) >> shift) & mask;
        if (header.isSigned && (bits & sign) != 0)
            bits |= ~mask;
        value = static_cast<std::int32_t>(bits);
    }
}

DcmPixelData& pixelsIn(const FileHeader& header, DcmDataset& data) {
    DcmElement* element = nullptr;
    if (data.findAndGetElement(DCM_PixelData, element).bad() || !element)
        throwDamaged(header, "it has no pixels");
    auto* pixels = dynamic_cast<DcmPixelData*>(element);
    if (!pixels)
        throwDamaged(header, "its pixels are not stored as pixels");
    return *pixels;
}

/// Which frames of a file.
struct FrameRange {
    std::size_t first, count;
};

/// A frame by itself, whether it is compressed or not.
std::vector<std::int32_t> singleValues(const FileHeader& header, DcmDataset& data, int frame) {
    DcmPixelData& pixels = pixelsIn(header, data);
    Uint32 bytes = 0, fragment = 0; // fragment 0: the library looks for where the frame starts
    OFString colours;
    if (pixels.getUncompressedFrameSize(&data, bytes).bad())
        throwDamaged(header, "its pixels are not stored as pixels");
    bytes += bytes % 2;
    std::vector<Uint16> words(bytes / 2);
    if (pixels.getUncompressedFrame(&data, static_cast<Uint32>(frame), fragment, words.data(), bytes, colours).bad())
        throwDamaged(header, "a frame of it cannot be read");
    FileHeader one = header;
    one.frames = 1;
    const std::uint64_t count = pixelsOf(one);
    if (count * static_cast<std::uint64_t>(header.bitsAllocated) / 8 > bytes)
        throwDamaged(header, "a frame of it is too short");
    std::vector<std::int32_t> values;
    if (header.bitsAllocated == 8)
        append(reinterpret_cast<const Uint8*>(words.data()), count, values);
    else if (header.bitsAllocated == 16)
        append(words.data(), count, values);
    else
        append(reinterpret_cast<const Uint32*>(words.data()), count, values);
    return values;
}

std::vector<std::int32_t> nativeValues(const FileHeader& header, DcmDataset& data) {
    const std::uint64_t count = pixelsOf(header);
    std::vector<std::int32_t> values;
    unsigned long present = 0;
    const auto check = [&](const OFCondition& found) {
        if (found.bad() || present < count)
            throwDamaged(header, "it holds " + std::to_string(present) + " of " + std::to_string(count) + " pixels");
    };
    if (header.bitsAllocated == 8) {
        const Uint8* first = nullptr;
        check(data.findAndGetUint8Array(DCM_PixelData, first, &present));
        append(first, count, values);
    } else if (header.bitsAllocated == 16) {
        const Uint16* first = nullptr;
        check(data.findAndGetUint16Array(DCM_PixelData, first, &present));
        append(first, count, values);
    } else {
        const Uint16* first = nullptr; // 32 bits arrive as pairs of words, the lower one first
        const OFCondition found = data.findAndGetUint16Array(DCM_PixelData, first, &present);
        present /= 2;
        check(found);
        for (std::uint64_t i = 0; i < count; ++i)
            values.push_back(static_cast<std::int32_t>(first[2 * i] | (std::uint32_t{first[2 * i + 1]} << 16U)));
    }
    return values;
}

/// The compressed bytes of each frame, its fragments joined.
std::vector<std::vector<Uint8>> compressedFrames(const FileHeader& header, DcmDataset& data) {
    DcmPixelData& pixels = pixelsIn(header, data);
    DcmPixelSequence* sequence = nullptr;
    E_TransferSyntax syntax = data.getOriginalXfer();
    const DcmRepresentationParameter* parameter = nullptr;
    pixels.getOriginalRepresentationKey(syntax, parameter);
    if (pixels.getEncapsulatedRepresentation(syntax, parameter, sequence).bad() || !sequence)
        throwDamaged(header, "its compressed pixels cannot be found");
    std::vector<std::vector<Uint8>> frames;
    for (unsigned long i = 1; i < sequence->card(); ++i) {
        DcmPixelItem* item = nullptr;
        Uint8* bytes = nullptr;
        if (sequence->getItem(item, i).bad() || item->getUint8Array(bytes).bad() || !bytes)
            throwDamaged(header, "a piece of its compressed pixels is missing");
        const std::size_t length = item->getLength();
        // A frame starts with the codestream's first markers (SOC, SIZ), or with the signature of a JP2 box.
        const bool starts = length > 4
                            && ((bytes[0] == 0xFF && bytes[1] == 0x4F && bytes[2] == 0xFF && bytes[3] == 0x51)
                                || (bytes[0] == 0 && bytes[1] == 0 && bytes[2] == 0 && bytes[3] == 0x0C));
        if (frames.empty() || (starts && header.frames > 1))
            frames.emplace_back();
        frames.back().insert(frames.back().end(), bytes, bytes + length);
    }
    if (frames.size() != static_cast<std::size_t>(header.frames))
        throwDamaged(header, "it holds " + std::to_string(frames.size()) + " of " + std::to_string(header.frames)
                                 + " compressed frames");
    return frames;
}

/// A file with one frame and nothing but its pixels, so that the other library neither rescales nor sees the patient.
void writeBareFrame(const FileHeader& header, DcmDataset& data, const std::vector<Uint8>& bytes, const fs::path& path) {
    DcmFileFormat file;
    DcmDataset& bare = *file.getDataset();
    bare.putAndInsertString(DCM_SOPClassUID, UID_SecondaryCaptureImageStorage);
    bare.putAndInsertString(DCM_SOPInstanceUID, "2.25.1");
    bare.putAndInsertUint16(DCM_SamplesPerPixel, 1);
    bare.putAndInsertString(DCM_PhotometricInterpretation, "MONOCHROME2");
    bare.putAndInsertUint16(DCM_Rows, static_cast<Uint16>(header.rows));
    bare.putAndInsertUint16(DCM_Columns, static_cast<Uint16>(header.columns));
    bare.putAndInsertUint16(DCM_BitsAllocated, static_cast<Uint16>(header.bitsAllocated));
    bare.putAndInsertUint16(DCM_BitsStored, static_cast<Uint16>(header.bitsStored));
    bare.putAndInsertUint16(DCM_HighBit, static_cast<Uint16>(header.highBit));
    bare.putAndInsertUint16(DCM_PixelRepresentation, header.isSigned ? 1 : 0);
    auto sequence = std::make_unique<DcmPixelSequence>(DCM_PixelSequenceTag);
    sequence->insert(new DcmPixelItem(DCM_PixelItemTag)); // the sequence owns its items: the library's interface
    DcmOffsetList offsets;
    OFCondition stored =
        sequence->storeCompressedFrame(offsets, const_cast<Uint8*>(bytes.data()), static_cast<Uint32>(bytes.size()), 0);
    auto pixels = std::make_unique<DcmPixelData>(DCM_PixelData);
    const E_TransferSyntax syntax = data.getOriginalXfer();
    pixels->putOriginalRepresentation(syntax, nullptr, sequence.release());
    if (stored.good())
        stored = bare.insert(pixels.release(), true);
    if (stored.good())
        stored = file.saveFile(path.c_str(), syntax);
    if (stored.bad())
        throw Error("FIL-003", std::string("A temporary file could not be written: ") + stored.text() + ".");
}

std::vector<std::int32_t> jpeg2000Values(const FileHeader& header, DcmDataset& data, FrameRange range) {
    const TemporaryFolder folder;
    const fs::path path = folder.path() / "frame.dcm";
    std::vector<std::int32_t> values;
    const std::vector<std::vector<Uint8>> frames = compressedFrames(header, data);
    for (const std::vector<Uint8>& frame : std::span(frames).subspan(range.first, range.count)) {
        writeBareFrame(header, data, frame, path);
        try {
            const StoredPixels pixels = decodeByGdcm(path);
            if (pixels.columns != header.columns || pixels.rows != header.rows || pixels.frames != 1)
                throwDamaged(header, "its compressed pixels have another size than its header says");
            values.insert(values.end(), pixels.values.begin(), pixels.values.end());
        } catch (const Error& error) {
            throw Error(error.code(), header.path.string() + ": " + error.what());
        }
    }
    return values;
}

/// Pixels stay on the disk until they are asked for.
DcmDataset& loaded(const FileHeader& header, DcmFileFormat& file) {
    checkSize(header);
    const OFCondition condition = file.loadFile(header.path.c_str());
    if (condition.bad())
        throwDamaged(header, std::string("it cannot be read to its end (") + condition.text() + ")");
    return *file.getDataset();
}

} // namespace

void prepareDicom() {
    static std::once_flag once;
    std::call_once(once, [] {
        OFLog::configure(OFLogger::OFF_LOG_LEVEL);
        DcmRLEDecoderRegistration::registerCodecs();
        DJDecoderRegistration::registerCodecs(EDC_never); // colour stays as stored; colour images are refused anyway
        DJLSDecoderRegistration::registerCodecs();
        if (!dcmDataDict.isDictionaryLoaded()) { // a portable installation brings its own
            DcmDataDictionary& dictionary = dcmDataDict.wrlock();
            for (const char* name : {"dicom.dic", "private.dic"})
                dictionary.loadDictionary((resourceFolder() / name).c_str());
            dcmDataDict.wrunlock();
        }
        if (!dcmDataDict.isDictionaryLoaded())
            throw Error("DCM-052", "The DICOM data dictionary is missing. Reinstall DCMTK, or set DCMDICTPATH to it.");
    });
}

std::vector<std::int32_t> decodeFrames(const FileHeader& header) {
    DcmFileFormat file;
    DcmDataset& data = loaded(header, file);
    std::vector<std::int32_t> values;
    if (isJpeg2000(header.transferSyntax)) {
        values = jpeg2000Values(header, data, {0, static_cast<std::size_t>(header.frames)});
    } else {
        if (data.chooseRepresentation(EXS_LittleEndianExplicit, nullptr).bad())
            throwDamaged(header, "its pixels cannot be decompressed");
        values = nativeValues(header, data);
    }
    keepStoredBits(header, values);
    return values;
}

std::vector<std::int32_t> decodeFrame(const FileHeader& header, int frame) {
    DcmFileFormat file;
    DcmDataset& data = loaded(header, file);
    std::vector<std::int32_t> values = isJpeg2000(header.transferSyntax)
                                           ? jpeg2000Values(header, data, {static_cast<std::size_t>(frame), 1})
                                           : singleValues(header, data, frame);
    keepStoredBits(header, values);
    return values;
}

bool isJpeg2000(const std::string& transferSyntax) {
    return transferSyntax == UID_JPEG2000LosslessOnlyTransferSyntax || transferSyntax == UID_JPEG2000TransferSyntax;
}

bool canDecode(const std::string& transferSyntax) {
    constexpr std::array<std::string_view, 13> kKnown{
        UID_LittleEndianImplicitTransferSyntax, UID_LittleEndianExplicitTransferSyntax,
        UID_BigEndianExplicitTransferSyntax,    UID_DeflatedExplicitVRLittleEndianTransferSyntax,
        UID_RLELosslessTransferSyntax,          UID_JPEGProcess1TransferSyntax,
        UID_JPEGProcess2_4TransferSyntax,       UID_JPEGProcess6_8TransferSyntax,
        UID_JPEGProcess10_12TransferSyntax,     UID_JPEGProcess14TransferSyntax,
        UID_JPEGProcess14SV1TransferSyntax,     UID_JPEGLSLosslessTransferSyntax,
        UID_JPEGLSLossyTransferSyntax};
    if (isJpeg2000(transferSyntax))
        return hasImageModule();
    return std::find(kKnown.begin(), kKnown.end(), transferSyntax) != kKnown.end();
}

std::string compressionName(const std::string& transferSyntax) {
    static const std::map<std::string, std::string> kNames{
        {"1.2.840.10008.1.2.4.90", "JPEG 2000"},        {"1.2.840.10008.1.2.4.91", "JPEG 2000"},
        {"1.2.840.10008.1.2.4.92", "JPEG 2000 part 2"}, {"1.2.840.10008.1.2.4.93", "JPEG 2000 part 2"},
        {"1.2.840.10008.1.2.4.100", "MPEG-2"},          {"1.2.840.10008.1.2.4.102", "MPEG-4"},
        {"1.2.840.10008.1.2.4.110", "JPEG XL"},         {"1.2.840.10008.1.2.4.111", "JPEG XL"},
        {"1.2.840.10008.1.2.4.112", "JPEG XL"},         {"1.2.840.10008.1.2.4.201", "HTJ2K"},
        {"1.2.840.10008.1.2.4.202", "HTJ2K"},           {"1.2.840.10008.1.2.4.203", "HTJ2K"}};
    const auto found = kNames.find(transferSyntax);
    return found == kNames.end() ? transferSyntax : found->second;
}

} // namespace nidus::dicom
