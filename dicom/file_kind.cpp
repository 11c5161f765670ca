// SPDX-License-Identifier: Apache-2.0
#include "dicom/file_kind.h"

#include "core/base/error.h"

#include <array>
#include <cctype>
#include <cstdint>
#include <fstream>
#include <string_view>

namespace nidus::dicom {
namespace {

constexpr std::size_t kHeadBytes = 560;

using Head = std::string_view;

bool holdsAt(Head head, std::size_t at, std::string_view text) {
    return head.size() >= at + text.size() && head.substr(at, text.size()) == text;
}

std::uint32_t number(Head head, std::size_t at, int bytes, bool bigEndian) {
    std::uint32_t value = 0;
    for (int i = 0; i < bytes; ++i) {
        const auto byte =
            static_cast<unsigned char>(head[at + static_cast<std::size_t>(bigEndian ? i : bytes - 1 - i)]);
        value = (value << 8U) | byte;
    }
    return value;
}

bool isNifti(Head head) {
    using namespace std::string_view_literals;
    if (head.size() < 348)
        return false;
    for (const bool big : {false, true}) {
        const std::uint32_t headerSize = number(head, 0, 4, big);
        if (headerSize == 348 && (holdsAt(head, 344, "n+1\0"sv) || holdsAt(head, 344, "ni1\0"sv)))
            return true;
        if (headerSize == 540 && (holdsAt(head, 4, "n+2\0"sv) || holdsAt(head, 4, "ni2\0"sv)))
            return true;
    }
    return false;
}

bool isMetaImage(Head head) {
    const bool isText = holdsAt(head, 0, "ObjectType") || holdsAt(head, 0, "NDims") || holdsAt(head, 0, "Comment");
    return isText && head.find('=') != Head::npos && head.find("NDims") != Head::npos;
}

// A data set without preamble starts with a low group: a two-letter VR follows (explicit), or a small length
// (implicit).
bool looksLikeDataSet(Head head) {
    if (head.size() < 16)
        return false;
    for (const bool big : {false, true}) {
        const std::uint32_t group = number(head, 0, 2, big);
        const std::uint32_t element = number(head, 2, 2, big);
        if ((group != 0x0002 && group != 0x0008) || element > 0x0200)
            continue;
        const bool hasVr = std::isupper(static_cast<unsigned char>(head[4])) != 0
                           && std::isupper(static_cast<unsigned char>(head[5])) != 0;
        if (hasVr || number(head, 4, 4, big) <= 0x400)
            return true;
    }
    return false;
}

bool isArchive(Head head) {
    using namespace std::string_view_literals;
    return holdsAt(head, 0, "PK\x03\x04"sv) || holdsAt(head, 0, "7z\xBC\xAF\x27\x1C"sv) || holdsAt(head, 257, "ustar"sv)
           || holdsAt(head, 0, "BZh"sv)
           || holdsAt(head, 0,
                      "\xFD"
                      "7zXZ"sv);
}

/// A disc image (ISO 9660) says what it is only in its seventeenth sector.
bool isDiscImage(std::ifstream& file) {
    constexpr std::streamoff kPlace = 32769;
    std::array<char, 5> mark{};
    file.clear();
    return file.seekg(kPlace) && file.read(mark.data(), mark.size())
           && std::string_view(mark.data(), mark.size()) == "CD001";
}

} // namespace

FileKind fileKindOf(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw Error("FIL-001", path.string() + " cannot be opened.");
    std::array<char, kHeadBytes> buffer{};
    file.read(buffer.data(), buffer.size());
    const Head head(buffer.data(), static_cast<std::size_t>(file.gcount()));
    if (head.empty())
        return FileKind::Empty;
    if (holdsAt(head, 128, "DICM"))
        return FileKind::Dicom;
    if (isNifti(head))
        return FileKind::Nifti;
    if (holdsAt(head, 0, "NRRD000"))
        return FileKind::Nrrd;
    if (isMetaImage(head))
        return FileKind::MetaImage;
    if (holdsAt(head, 0, "\x1F\x8B"))
        return FileKind::Gzip;
    if (isArchive(head))
        return FileKind::Archive;
    if (looksLikeDataSet(head))
        return FileKind::DicomLike;
    return isDiscImage(file) ? FileKind::Archive : FileKind::Unknown;
}

} // namespace nidus::dicom
