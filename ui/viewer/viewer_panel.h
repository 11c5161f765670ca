// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/slice_image.h"

#include <QElapsedTimer>
#include <QKeySequence>
#include <QWidget>

#include <array>
#include <cstdint>
#include <functional>
#include <optional>

class QAction;
class QBoxLayout;
class QComboBox;
class QGridLayout;
class QMenu;
class QPushButton;

namespace nidus::ui {

class InfluenceBar;
class SliceView;
class TextLabel;
class ViewerModel;

/// The scan in three planes. What keys do are actions of the panel, or of its planes where the plane with the focus
/// counts; H held shows or hides the influence map as long as it is held.
class ViewerPanel final : public QWidget {
    Q_OBJECT

public:
    explicit ViewerPanel(ViewerModel& model, QWidget* parent = nullptr);

    /// One plane alone, or all three.
    void setAlone(std::optional<Plane> plane);

Q_SIGNALS:
    /// -1: the case before, 1: the one after.
    void caseWanted(int step);

protected:
    void keyReleaseEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] SliceView& focused() const;
    QAction* addKey(const QString& text, const QKeySequence& key, const std::function<void()>& run);
    void addSliceKey(const QString& text, const QKeySequence& key, std::int64_t slices);
    void addSliceKeys();
    void addViewKeys();
    void addInfluenceKeys();
    void showPresets();
    void showChannels();
    void buildTools(QBoxLayout* column);
    void showState();
    void arrange();
    void showWords();

    ViewerModel& m_model;
    std::array<SliceView*, 3> m_views;
    QGridLayout* m_grid;
    TextLabel* m_title;
    TextLabel* m_value;
    QComboBox* m_channel; ///< shown if there are several
    QMenu* m_presetMenu;
    QPushButton* m_influence;
    QPushButton* m_network;
    TextLabel* m_facts; ///< of what the network sees
    InfluenceBar* m_bar;
    QElapsedTimer m_sinceH; ///< since the key was pressed; invalid while it is not held
    std::optional<Plane> m_alone;
};

} // namespace nidus::ui
