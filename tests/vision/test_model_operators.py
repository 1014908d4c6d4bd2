"""What a network does is let through only as far as it is known to stay within its memory."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
import torch
from torch import nn

from mopidy_moodcam.emotions import LABELS
from mopidy_moodcam.vision.expression import CARD_NAME, Classifier, ModelError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CARD = json.dumps({"labels": list(LABELS)})


class Uniform(nn.Module):
    """A network of the simplest kind, for its body to be replaced."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.softmax(torch.zeros(x.shape[0], 8), 1)


def saved(path: Path, network: torch.jit.ScriptModule) -> Path:
    network.save(str(path), _extra_files={CARD_NAME: CARD})
    return path


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The archive with other contents of its parts."""
    old = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return path


def with_body(path: Path, body: str) -> Path:
    """A network that runs this at every face; `x` is the crop."""

    def change(name: str, part: bytes) -> bytes:
        head, found, _ = part.partition(b") -> Tensor:\n")
        return head + found + f"    {body}\n".encode() if name.endswith(".py") else part

    return rewritten(saved(path, torch.jit.script(Uniform())), change)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            "return torch._sparse_coo_tensor_unsafe(torch.full([1, 1], 9999999), x, [8])",
            "aten::_sparse_coo_tensor_unsafe",
        ),
        ("return torch.as_strided(torch.ones([1]), [8], [1000000])", "aten::as_strided"),
        (
            'return torch.div(torch.ones([8], dtype=4), -1, rounding_mode="trunc")',
            "aten::div with this rounding_mode",
        ),
        ("return torch.clone(torch.ones([8]), memory_format=4)", "with this memory_format"),
        ("return torch.zeros([8], dtype=13)", "aten::zeros with this dtype"),
        ("return torch.zeros([8], layout=3)", "aten::zeros with this layout"),
        ("return torch.add(x, x, out=x)", "aten::add with this out"),
        (
            "return torch.upsample_nearest2d(x, [7, 9], 9.9999999999999994e-301, None)",
            "aten::upsample_nearest2d with this scales_h",
        ),
        ("print(x)\n    return torch.zeros([1, 8])", "prim::Print"),
        ('torch.warn("1", 2)\n    return torch.zeros([1, 8])', "aten::warn"),
    ],
)
def test_what_leaves_its_memory_or_ends_the_process_is_refused(
    tmp_path: Path, body: str, found: str
) -> None:
    with pytest.raises(ModelError, match=f"is refused: it would run .*{re.escape(found)},"):
        Classifier(with_body(tmp_path / "model.pt", body))


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("return torch.zeros([1 % 0, 8])", "%"),
        ("return torch.zeros([-9223372036854775807 // -1, 8])", "//"),
        ("return torch.zeros([torch.remainder(1, 0), 8])", "remainder"),
        ('return torch.zeros([getattr(torch, "remainder")(1, 0), 8])', "remainder"),
        ("return torch.zeros([torch.promote_types(99, 99), 8])", "promote_types"),
        ('return torch.zeros([torch.count("", "", 0, -1), 8])', "count"),
    ],
)
def test_what_ends_the_process_at_loading_is_refused(tmp_path: Path, body: str, found: str) -> None:
    with pytest.raises(ModelError, match=f"would run {found} while it is loaded"):
        Classifier(with_body(tmp_path / "model.pt", body))


def test_a_simple_body_is_taken(tmp_path: Path) -> None:
    body = "return torch.softmax(torch.zeros([torch.size(x, 0), 8]), 1)"
    Classifier(with_body(tmp_path / "model.pt", body))


class Small(nn.Module):
    """A class with one attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.only = 0.5

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * self.only


class Large(nn.Module):
    """A class with more of them."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second, self.third = 1.0, 2.0, 3.0

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * self.third * self.second * self.first


class Both(nn.Module):
    """Has one of each."""

    def __init__(self) -> None:
        super().__init__()
        self.small, self.large = Small(), Large()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.softmax(self.large(self.small(torch.zeros(x.size(0), 8))), 1)


def test_an_object_of_another_class_than_is_declared_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "model.pt", torch.jit.script(Both()))
    Classifier(path)
    prefix = f"c__torch__.{__name__}\n".encode()

    def change(name: str, part: bytes) -> bytes:
        if not name.endswith("/data.pkl"):
            return part
        attributes = {
            b"X\5\0\0\0small": b"Small",
            b"X\5\0\0\0large": b"Small",  # which is declared as Large
        }
        common = b"}(X\x08\0\0\0training\x89X\x16\0\0\0_is_full_backward_hookN"
        plain = common + b"X\x04\0\0\0onlyG?\xe0\0\0\0\0\0\0ub"
        inner = b"".join(
            key + prefix + kind + b"\n)\x81" + plain for key, kind in attributes.items()
        )
        return b"\x80\x02" + prefix + b"Both\n)\x81" + common + inner + b"ub."

    with pytest.raises(ModelError, match="prim::GetAttr of what is not as declared"):
        Classifier(rewritten(path, change))


class Layers(nn.Module):
    """What image classifiers are made of."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(1, 8, 3, bias=False), nn.BatchNorm2d(8), nn.ReLU())
        self.activations = nn.ModuleList(
            [nn.ReLU6(), nn.GELU(), nn.SiLU(), nn.Hardswish(), nn.LeakyReLU(), nn.ELU(), nn.PReLU()]
        )
        self.pools = nn.Sequential(nn.MaxPool2d(2), nn.AvgPool2d(2), nn.AdaptiveAvgPool2d(2))
        self.norms = nn.Sequential(nn.BatchNorm2d(8), nn.Dropout(0.5), nn.ZeroPad2d(1))
        self.queries = nn.Linear(8, 24)
        self.head = nn.Sequential(nn.LayerNorm(8), nn.Linear(8, 8))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = x.float() / 255.0
        y = (y - y.mean(dim=(1, 2, 3), keepdim=True)) / (y.std() + 1e-3)
        y = self.stem(torch.cat([y, y.flip(3)]))
        for activation in self.activations:
            y = y + torch.sigmoid(y) * activation(y)
        y = self.norms(self.pools(y)).flatten(2).transpose(1, 2)
        parts = self.queries(y).chunk(3, dim=2)
        attention = torch.softmax(parts[0] @ parts[1].transpose(-2, -1) * 8**-0.5, dim=-1)
        y = self.head((y + torch.matmul(attention, parts[2])).mean(1))
        y = y / y.norm(2, dim=1, keepdim=True) + y.max(1)[0].unsqueeze(1)
        halves = torch.softmax(y, 1).chunk(2, 0)
        return (halves[0] + halves[1]) / 2


@pytest.mark.parametrize("how", ["scripted", "traced", "frozen"])
def test_the_usual_layers_are_taken(tmp_path: Path, how: str) -> None:
    layers = Layers().eval()
    crops = torch.zeros(1, 1, 48, 48, dtype=torch.uint8)
    network = torch.jit.trace(layers, crops) if how == "traced" else torch.jit.script(layers)
    network = torch.jit.freeze(network) if how == "frozen" else network
    Classifier(saved(tmp_path / "model.pt", network))
