// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/files.h"

#include <filesystem>
#include <string>

namespace nidus::test {

/// a.nrrd and b.mha: the numbers 0 to 23 as 2 slices of 3 x 4 voxels of 1, 2 and 0.5 mm, coronal, from (1, 2, 3) on.
inline void writeNrrdAndMetaImage(const std::filesystem::path& folder) {
    std::string voxels;
    for (short i = 0; i < 24; ++i)
        voxels.append(reinterpret_cast<const char*>(&i), sizeof i);
    writeFileAtomically(folder / "a.nrrd",
                        "NRRD0004\ntype: short\ndimension: 3\nspace: left-posterior-superior\nsizes: 4 3 2\n"
                        "space directions: (0.5,0,0) (0,0,2) (0,-1,0)\nkinds: domain domain domain\n"
                        "endian: little\nencoding: raw\nspace origin: (1,2,3)\n\n"
                            + voxels);
    writeFileAtomically(folder / "b.mha",
                        "ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\n"
                        "CompressedData = False\nTransformMatrix = 1 0 0 0 0 1 0 -1 0\nOffset = 1 2 3\n"
                        "CenterOfRotation = 0 0 0\nElementSpacing = 0.5 2 1\nDimSize = 4 3 2\n"
                        "ElementType = MET_SHORT\nElementDataFile = LOCAL\n"
                            + voxels);
}

} // namespace nidus::test
