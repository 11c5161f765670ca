// SPDX-License-Identifier: Apache-2.0
#include "core/imaging/phantom.h"

#include "core/base/random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace nidus {
namespace {

using Point = std::array<double, 3>; ///< voxels, (x, y, z)

constexpr double kBodyLevel = 0.55;
constexpr double kOrganLevel = 0.9;
constexpr double kTexture = 0.06;  ///< standard deviation of the smooth texture, as the levels above
constexpr double kNoise = 0.04;    ///< standard deviation of the noise per voxel
constexpr double kRingCore = 0.62; ///< radius of the core of a ring, as a fraction of the lesion's
constexpr double kRingDepth = 2.5; ///< how much the core of a ring falls, as a fraction of the rim's height
constexpr double kSmallestLesion = 0.17, kLargestLesion = 0.22; ///< radius, as a fraction of the shortest side
constexpr double kLowestContrast = 0.8, kHighestContrast = 1.3;
constexpr double kEdge = 0.6;         ///< width of soft edges, voxels
constexpr std::size_t kGridNodes = 7; ///< nodes per axis of the coarse grid behind the texture

/// What is spread evenly over the cases of each class, so that no single one of these tells the class.
struct Design {
    std::size_t scanner = 0, plane = 0;
    Point bodyRadius{};
    double lesionRadius = 0;
    double contrast = 0;
};

/// What is drawn freely for each case.
struct Anatomy {
    Point bodyCentre{}, organCentre{}, organRadius{}, lesionCentre{};
    std::vector<double> texture; ///< kGridNodes cubed
};

double softStep(double distance) {
    return 1.0 / (1.0 + std::exp(-distance / kEdge));
}

double ellipsoid(const Point& at, const Point& centre, const Point& radius) {
    double sum = 0;
    for (std::size_t axis = 0; axis < 3; ++axis)
        sum += std::pow((at[axis] - centre[axis]) / radius[axis], 2);
    return std::sqrt(sum);
}

double distanceBetween(const Point& a, const Point& b) {
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/// Fraction of an additive recurrence: evenly spread over [0, 1) for any number of cases, with a phase per class.
double spread(int rank, double step, double phase) {
    const double value = phase + step * rank;
    return value - std::floor(value);
}

double between(double low, double high, double fraction) {
    return low + (high - low) * fraction;
}

// Pairs (2k, 2k + 1) hold one case of each class in random order.
PhantomClass classOf(int index, const PhantomOptions& options) {
    Random random({.seed = options.seed,
                   .purpose = Purpose::Phantom,
                   .caseIndex = static_cast<std::uint32_t>(index / 2),
                   .view = 1});
    const bool ringFirst = random.coin(0.5);
    return (index % 2 == 0) == ringFirst ? PhantomClass::Ring : PhantomClass::Solid;
}

Design makeDesign(int index, PhantomClass kind, const PhantomOptions& options) {
    // Phases depend on the class only; the steps are those of the evenly spread sequence in four dimensions
    // (powers of the root of g^5 = g + 1).
    constexpr std::array kSteps{0.8566748838545029, 0.7338918566271260, 0.6287067210378087, 0.5385972572236101};
    Random phases(
        {.seed = options.seed, .purpose = Purpose::Phantom, .view = 4, .layer = static_cast<std::uint32_t>(kind)});
    std::array<double, 4> fraction{};
    for (std::size_t i = 0; i < fraction.size(); ++i)
        fraction[i] = spread(index / 2, kSteps[i], phases.uniform());
    Random random(
        {.seed = options.seed, .purpose = Purpose::Phantom, .caseIndex = static_cast<std::uint32_t>(index), .view = 5});
    Design design;
    const double scanners = static_cast<double>(phantomScanners().size());
    design.scanner =
        options.scannerFollowsClass ? static_cast<std::size_t>(kind) : static_cast<std::size_t>(fraction[0] * scanners);
    design.plane = static_cast<std::size_t>(random.below(3));
    const Point size{static_cast<double>(options.shape.x), static_cast<double>(options.shape.y),
                     static_cast<double>(options.shape.z)};
    Point aspect{random.uniform(0.94, 1.06), random.uniform(0.94, 1.06), 1};
    aspect[2] = 1 / (aspect[0] * aspect[1]);
    for (std::size_t axis = 0; axis < 3; ++axis)
        design.bodyRadius[axis] = size[axis] * between(0.39, 0.44, fraction[1]) * aspect[axis];
    design.lesionRadius = std::min({size[0], size[1], size[2]}) * between(kSmallestLesion, kLargestLesion, fraction[2]);
    design.contrast = between(kLowestContrast, kHighestContrast, fraction[3]);
    return design;
}

Anatomy makeAnatomy(int index, const Design& design, const PhantomOptions& options) {
    Random random(
        {.seed = options.seed, .purpose = Purpose::Phantom, .caseIndex = static_cast<std::uint32_t>(index), .view = 2});
    Anatomy anatomy;
    const Point middle{static_cast<double>(options.shape.x - 1) / 2, static_cast<double>(options.shape.y - 1) / 2,
                       static_cast<double>(options.shape.z - 1) / 2};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        anatomy.bodyCentre[axis] = middle[axis] + random.uniform(-1, 1);
        anatomy.organRadius[axis] = design.bodyRadius[axis] * random.uniform(0.72, 0.8);
        anatomy.organCentre[axis] = anatomy.bodyCentre[axis] + random.uniform(-1.5, 1.5);
    }
    // A direction on the sphere, and a distance that leaves the whole lesion inside the organ.
    Point direction{random.normal(), random.normal(), random.normal()};
    const double length = std::max(1e-6, distanceBetween(direction, {}));
    const double way = random.uniform(0.15, 1.0);
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const double room = std::max(0.0, anatomy.organRadius[axis] - design.lesionRadius - 1);
        anatomy.lesionCentre[axis] = anatomy.organCentre[axis] + way * room * direction[axis] / length;
    }
    anatomy.texture.resize(kGridNodes * kGridNodes * kGridNodes);
    for (double& node : anatomy.texture)
        node = random.normal();
    return anatomy;
}

double textureAt(const Anatomy& anatomy, const Point& at, const Shape& shape) {
    const Point size{static_cast<double>(shape.x), static_cast<double>(shape.y), static_cast<double>(shape.z)};
    std::array<std::size_t, 3> node{};
    Point part{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const double place = at[axis] / size[axis] * static_cast<double>(kGridNodes - 1);
        node[axis] = std::min(static_cast<std::size_t>(place), kGridNodes - 2);
        part[axis] = place - static_cast<double>(node[axis]);
    }
    double value = 0;
    for (std::size_t corner = 0; corner < 8; ++corner) {
        double weight = 1;
        std::array<std::size_t, 3> index{};
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const std::size_t step = (corner >> axis) & 1U;
            index[axis] = node[axis] + step;
            weight *= step == 1 ? part[axis] : 1 - part[axis];
        }
        value += weight * anatomy.texture[(index[2] * kGridNodes + index[1]) * kGridNodes + index[0]];
    }
    return value;
}

double lesionProfile(PhantomClass kind, double distance, double radius) {
    const double filled = softStep(radius - distance);
    return kind == PhantomClass::Solid ? filled : filled - kRingDepth * softStep(kRingCore * radius - distance);
}

template <class Visit>
void forEachVoxel(const Shape& shape, Visit&& visit) {
    std::size_t i = 0;
    for (std::int64_t z = 0; z < shape.z; ++z)
        for (std::int64_t y = 0; y < shape.y; ++y)
            for (std::int64_t x = 0; x < shape.x; ++x, ++i)
                visit(i, Point{static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)});
}

/// Contrast that makes both classes add the same amount of signal over all voxels.
double ringGain(const Point& centre, double radius, const Shape& shape) {
    double solid = 0;
    double ring = 0;
    forEachVoxel(shape, [&](std::size_t, const Point& at) {
        const double distance = distanceBetween(at, centre);
        solid += lesionProfile(PhantomClass::Solid, distance, radius);
        ring += lesionProfile(PhantomClass::Ring, distance, radius);
    });
    return solid / ring;
}

float quantised(double value, const PhantomScanner& scanner) {
    constexpr double kLargest = 4095;
    const double stored = std::nearbyint((value - scanner.rescaleIntercept) / scanner.rescaleSlope);
    // Inside the body no voxel may become 0, which means air.
    const double air = -scanner.rescaleIntercept / scanner.rescaleSlope;
    return static_cast<float>(std::clamp(stored, air + 1, kLargest) * scanner.rescaleSlope + scanner.rescaleIntercept);
}

Volume emptyVolume(const PhantomOptions& options) {
    Volume volume;
    volume.shape = options.shape;
    volume.spacing = {options.spacing, options.spacing, options.spacing};
    volume.originLps = {-options.spacing * static_cast<double>(options.shape.x) / 2,
                        -options.spacing * static_cast<double>(options.shape.y) / 2,
                        -options.spacing * static_cast<double>(options.shape.z) / 2};
    volume.voxels.assign(options.shape.voxels(), 0.0F);
    return volume;
}

void paint(Phantom& phantom, const Design& design, const Anatomy& anatomy, const PhantomOptions& options) {
    const PhantomScanner& scanner = phantomScanners()[phantom.scanner];
    const double gain =
        phantom.kind == PhantomClass::Ring ? ringGain(anatomy.lesionCentre, design.lesionRadius, options.shape) : 1.0;
    Random noise({.seed = options.seed,
                  .purpose = Purpose::Phantom,
                  .caseIndex = static_cast<std::uint32_t>(phantom.index),
                  .view = 3});
    forEachVoxel(options.shape, [&](std::size_t i, const Point& at) {
        const double grain = noise.normal();
        if (ellipsoid(at, anatomy.bodyCentre, design.bodyRadius) > 1)
            return;
        const double depth = (1 - ellipsoid(at, anatomy.organCentre, anatomy.organRadius)) * anatomy.organRadius[2];
        const double distance = distanceBetween(at, anatomy.lesionCentre);
        const double tissue = kBodyLevel + (kOrganLevel - kBodyLevel) * softStep(depth)
                              + gain * design.contrast * lesionProfile(phantom.kind, distance, design.lesionRadius)
                              + kTexture * textureAt(anatomy, at, options.shape) + kNoise * grain;
        phantom.image.voxels[i] = quantised(scanner.gain * tissue + scanner.offset, scanner);
        phantom.lesion.voxels[i] = distance <= design.lesionRadius ? 1.0F : 0.0F;
    });
}

std::string numbered(const char* prefix, int index) {
    char text[32];
    std::snprintf(text, sizeof text, "%s-%03d", prefix, index + 1);
    return text;
}

/// Source index of an axis: which axis of the volume (x 0, y 1, z 2) it follows, and whether backwards.
struct AxisSource {
    std::size_t axis;
    bool isReversed;
};

std::array<AxisSource, 3> axesOf(AcquisitionPlane plane) {
    switch (plane) {
    case AcquisitionPlane::Sagittal:
        return {{{1, false}, {2, true}, {0, true}}};
    case AcquisitionPlane::Coronal:
        return {{{0, false}, {2, true}, {1, false}}};
    case AcquisitionPlane::Axial:
        break;
    }
    return {{{0, false}, {1, false}, {2, false}}};
}

} // namespace

const char* phantomClassName(PhantomClass kind) noexcept {
    return kind == PhantomClass::Solid ? "solid" : "ring";
}

const std::vector<PhantomScanner>& phantomScanners() {
    static const std::vector<PhantomScanner> scanners{{"Aldebaran", "A-15", 420, 60, 1, 0},
                                                      {"Betelgeuse", "B-30", 180, 150, 0.5, 0},
                                                      {"Capella", "C-70", 900, 20, 2, -16}};
    return scanners;
}

Phantom makePhantom(int index, const PhantomOptions& options) {
    const PhantomClass kind = classOf(index, options);
    const Design design = makeDesign(index, kind, options);
    Phantom phantom;
    phantom.index = index;
    phantom.caseId = numbered("case", index);
    phantom.patientId = numbered("PH", index);
    phantom.kind = kind;
    phantom.scanner = design.scanner;
    phantom.plane = design.plane;
    phantom.image = emptyVolume(options);
    phantom.lesion = phantom.image;
    paint(phantom, design, makeAnatomy(index, design, options), options);
    return phantom;
}

const char* planeName(AcquisitionPlane plane) noexcept {
    switch (plane) {
    case AcquisitionPlane::Sagittal:
        return "sagittal";
    case AcquisitionPlane::Coronal:
        return "coronal";
    case AcquisitionPlane::Axial:
        break;
    }
    return "axial";
}

Volume acquiredIn(const Volume& volume, AcquisitionPlane plane) {
    const std::array<AxisSource, 3> axes = axesOf(plane);
    const std::array<std::int64_t, 3> size{volume.shape.x, volume.shape.y, volume.shape.z};
    const std::array<double, 3> spacing{volume.spacing.x, volume.spacing.y, volume.spacing.z};
    const std::array<std::int64_t, 3> stride{1, size[0], size[0] * size[1]};
    Volume result;
    result.shape = {size[axes[2].axis], size[axes[1].axis], size[axes[0].axis]};
    result.spacing = {spacing[axes[2].axis], spacing[axes[1].axis], spacing[axes[0].axis]};
    result.originLps = volume.originLps;
    std::int64_t start = 0;
    std::array<std::int64_t, 3> step{};
    for (std::size_t a = 0; a < 3; ++a) {
        const auto [axis, isReversed] = axes[a];
        const double sign = isReversed ? -1 : 1;
        step[a] = isReversed ? -stride[axis] : stride[axis];
        start += isReversed ? (size[axis] - 1) * stride[axis] : 0;
        for (std::size_t row = 0; row < 3; ++row) {
            result.lpsFromAxis[row][a] = sign * volume.lpsFromAxis[row][axis];
            if (isReversed)
                result.originLps[row] +=
                    volume.lpsFromAxis[row][axis] * spacing[axis] * static_cast<double>(size[axis] - 1);
        }
    }
    result.voxels.reserve(volume.voxels.size());
    for (std::int64_t z = 0; z < result.shape.z; ++z)
        for (std::int64_t y = 0; y < result.shape.y; ++y)
            for (std::int64_t x = 0; x < result.shape.x; ++x)
                result.voxels.push_back(
                    volume.voxels[static_cast<std::size_t>(start + z * step[2] + y * step[1] + x * step[0])]);
    return result;
}

} // namespace nidus
