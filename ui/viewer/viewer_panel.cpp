// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/viewer_panel.h"

#include "ui/common/controls.h"
#include "ui/viewer/influence_bar.h"
#include "ui/viewer/slice_view.h"
#include "ui/viewer/viewer_model.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cstdint>

namespace nidus::ui {
namespace {

constexpr std::int64_t kPage = 10, kFarAway = std::int64_t{1} << 40;
constexpr double kZoomStep = 1.25;

/// Windows for CT in Hounsfield units, by the keys 1 to 5.
constexpr std::array kPresets{GreyWindow{-600, 1500}, GreyWindow{40, 400}, GreyWindow{400, 1800}, GreyWindow{40, 80},
                              GreyWindow{60, 400}};

} // namespace

ViewerPanel::ViewerPanel(ViewerModel& model, QWidget* parent)
    : QWidget(parent), m_model(model), m_views{new SliceView(model, Plane::Axial), new SliceView(model, Plane::Coronal),
                                               new SliceView(model, Plane::Sagittal)},
      m_grid(new QGridLayout), m_title(new TextLabel(TextRole::Heading)), m_value(new TextLabel(TextRole::Secondary)),
      m_influence(named(new QPushButton(tr("&Influence")), "showInfluence", tr("Show what influenced the classifier"))),
      m_network(named(new QPushButton(tr("As the &network sees it")), "networkView",
                      tr("Show the scan as the network sees it"))),
      m_facts(new TextLabel(TextRole::Secondary)), m_bar(new InfluenceBar(model)) {
    setObjectName(QStringLiteral("viewerPanel"));
    constexpr std::array kNames{"axialView", "coronalView", "sagittalView"};
    for (std::size_t i = 0; i < m_views.size(); ++i)
        m_views[i]->setObjectName(QString::fromLatin1(kNames[i]));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto* head = new QHBoxLayout;
    m_title->setObjectName(QStringLiteral("viewerTitle"));
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    head->addWidget(m_title, 1);
    head->addWidget(m_value);
    column->addLayout(head);
    m_grid->setSpacing(2);
    column->addLayout(m_grid, 1);
    buildTools(column);
    connect(&m_model, &ViewerModel::volumeChanged, this, &ViewerPanel::showWords);
    connect(&m_model, &ViewerModel::viewChanged, this, &ViewerPanel::showWords);
    setFocusProxy(m_views.front());
    arrange();
    showWords();
}

void ViewerPanel::buildTools(QBoxLayout* column) {
    auto* tools = new QHBoxLayout;
    m_influence->setToolTip(tr("H: show or hide; hold it for a short look. [ and ]: opacity. J: the strongest place."));
    m_network->setToolTip(tr("N: the image after nnU-Net's preprocessing, with the voxels that the network gets."));
    for (QPushButton* button : {m_influence, m_network}) {
        button->setCheckable(true);
        tools->addWidget(button);
    }
    tools->addStretch(1);
    column->addLayout(tools);
    m_facts->setObjectName(QStringLiteral("networkFacts"));
    m_facts->setWordWrap(true);
    column->addWidget(m_facts);
    column->addWidget(m_bar);
    connect(m_influence, &QPushButton::clicked, this, [this](bool isShown) { m_model.influence().setShown(isShown); });
    connect(m_network, &QPushButton::clicked, this, [this](bool isShown) { m_model.setNetworkView(isShown); });
    connect(&m_model, &ViewerModel::volumeChanged, this, &ViewerPanel::showState);
    connect(&m_model, &ViewerModel::viewChanged, this, &ViewerPanel::showState);
    showState();
}

void ViewerPanel::showState() {
    const InfluenceModel& influence = m_model.influence();
    m_influence->setVisible(influence.isAvailable());
    m_influence->setChecked(influence.isShown());
    m_influence->setEnabled(!m_model.isNetworkView());
    m_network->setVisible(m_model.hasNetworkView());
    m_network->setChecked(m_model.isNetworkView());
    m_facts->setVisible(m_model.isNetworkView());
    if (m_model.isNetworkView()) {
        const Volume& volume = m_model.volume();
        const auto mm = [](double spacing) { return QString::number(spacing, 'f', 2); };
        m_facts->setText(
            tr("%1 × %2 × %3 voxels of %4 × %5 × %6 mm after nnU-Net's preprocessing: cropped, normalised, "
               "resampled.")
                .arg(volume.shape.x)
                .arg(volume.shape.y)
                .arg(volume.shape.z)
                .arg(mm(volume.spacing.x), mm(volume.spacing.y), mm(volume.spacing.z)));
    }
    m_bar->setVisible(influence.isAvailable() && influence.isShown() && !m_model.isNetworkView());
}

SliceView& ViewerPanel::focused() const {
    const auto found = std::ranges::find_if(m_views, [](const SliceView* view) { return view->hasFocus(); });
    return found == m_views.end() ? *m_views.front() : **found;
}

void ViewerPanel::setAlone(std::optional<Plane> plane) {
    m_alone = plane;
    arrange();
}

/// The axial plane large beside the two others, or one alone.
void ViewerPanel::arrange() {
    for (SliceView* view : m_views) {
        m_grid->removeWidget(view);
        view->setVisible(!m_alone || view->plane() == *m_alone);
    }
    if (m_alone) {
        for (SliceView* view : m_views)
            if (view->plane() == *m_alone)
                m_grid->addWidget(view, 0, 0, 2, 2);
        return;
    }
    m_grid->addWidget(m_views[0], 0, 0, 2, 1);
    m_grid->addWidget(m_views[1], 0, 1);
    m_grid->addWidget(m_views[2], 1, 1);
    m_grid->setColumnStretch(0, 3);
    m_grid->setColumnStretch(1, 2);
}

void ViewerPanel::showWords() {
    if (m_model.isEmpty()) {
        m_title->setText(tr("No scan is shown"));
        m_value->clear();
        return;
    }
    m_title->setText(m_model.title());
    m_value->setText(tr("value %1 · window %2 / %3")
                         .arg(static_cast<double>(m_model.value()), 0, 'g', 5)
                         .arg(m_model.window().level, 0, 'f', 1)
                         .arg(m_model.window().width, 0, 'f', 1));
}

bool ViewerPanel::goThroughSlices(int key) {
    const Plane plane = focused().plane();
    switch (key) {
    case Qt::Key_Up:
        m_model.step(plane, 1);
        return true;
    case Qt::Key_Down:
        m_model.step(plane, -1);
        return true;
    case Qt::Key_PageUp:
        m_model.step(plane, kPage);
        return true;
    case Qt::Key_PageDown:
        m_model.step(plane, -kPage);
        return true;
    case Qt::Key_Home:
        m_model.step(plane, -kFarAway);
        return true;
    case Qt::Key_End:
        m_model.step(plane, kFarAway);
        return true;
    default:
        return false;
    }
}

bool ViewerPanel::changeView(int key) {
    switch (key) {
    case Qt::Key_Space:
        m_model.resetWindow();
        return true;
    case Qt::Key_I:
        m_model.setInverted(!m_model.isInverted());
        return true;
    case Qt::Key_Equal:
        for (SliceView* view : m_views)
            view->fit();
        return true;
    case Qt::Key_Plus:
        focused().zoomBy(kZoomStep);
        return true;
    case Qt::Key_Minus:
        focused().zoomBy(1 / kZoomStep);
        return true;
    case Qt::Key_F2:
        setAlone(focused().plane());
        return true;
    case Qt::Key_F3:
        setAlone({});
        return true;
    case Qt::Key_6:
        m_model.resetWindow();
        return true;
    default:
        break;
    }
    const auto preset = static_cast<std::size_t>(key - Qt::Key_1);
    if (key < Qt::Key_1 || preset >= kPresets.size())
        return false;
    m_model.setWindow(kPresets[preset]);
    return true;
}

bool ViewerPanel::changeInfluence(int key) {
    constexpr double kStep = 0.1;
    InfluenceModel& influence = m_model.influence();
    if (key == Qt::Key_N && m_model.hasNetworkView()) {
        m_model.setNetworkView(!m_model.isNetworkView());
        return true;
    }
    if (!influence.isAvailable() || m_model.isNetworkView())
        return false;
    switch (key) {
    case Qt::Key_H:
        influence.setShown(!influence.isShown());
        m_sinceH.start();
        return true;
    case Qt::Key_BracketLeft:
        influence.setOpacity(influence.opacity() - kStep);
        return true;
    case Qt::Key_BracketRight:
        influence.setOpacity(influence.opacity() + kStep);
        return true;
    case Qt::Key_J:
        if (m_model.overlay())
            m_model.setPosition(influence.peak());
        return true;
    default:
        return false;
    }
}

void ViewerPanel::keyReleaseEvent(QKeyEvent* event) {
    constexpr int kPeekMs = 400;
    if (event->key() != Qt::Key_H || event->isAutoRepeat() || !m_sinceH.isValid()) {
        QWidget::keyReleaseEvent(event);
        return;
    }
    if (m_sinceH.elapsed() > kPeekMs)
        m_model.influence().setShown(!m_model.influence().isShown());
    m_sinceH.invalidate();
}

void ViewerPanel::keyPressEvent(QKeyEvent* event) {
    const bool hasControl = event->modifiers().testFlag(Qt::ControlModifier);
    if (hasControl && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down))
        Q_EMIT caseWanted(event->key() == Qt::Key_Up ? -1 : 1);
    else if (event->key() == Qt::Key_H && event->isAutoRepeat())
        return;
    else if (hasControl || m_model.isEmpty()
             || (!goThroughSlices(event->key()) && !changeView(event->key()) && !changeInfluence(event->key())))
        QWidget::keyPressEvent(event);
}

} // namespace nidus::ui
