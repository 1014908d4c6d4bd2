"""What a network of a model file may do: a list of operators that calculate within their memory.

Torch has thousands of operators. Some reach files or the log, some take indices, strides or
divisors on trust, and with these a model could end Mopidy. So only those below are let through:
what image classifiers use, and what checks its arguments itself, but those of `ARGUMENTS`. What is
left out on purpose: indexing by tensors, strided and sparse tensors, quantised ones, whole
division, what prints.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

LAYERS: Final = """
    _convolution _convolution_mode conv1d conv2d linear addmm matmul bmm mm
    batch_norm layer_norm group_norm instance_norm
    max_pool2d avg_pool2d adaptive_avg_pool1d adaptive_avg_pool2d adaptive_max_pool2d
    relu relu_ relu6 relu6_ gelu silu silu_ sigmoid sigmoid_ tanh tanh_ hardswish hardswish_
    hardsigmoid hardsigmoid_ hardtanh hardtanh_ leaky_relu leaky_relu_ elu elu_ prelu softplus mish
    softmax log_softmax dropout dropout_ feature_dropout pad constant_pad_nd
    upsample_nearest2d _upsample_nearest_exact2d upsample_bilinear2d _upsample_bilinear2d_aa
    upsample_bicubic2d _upsample_bicubic2d_aa
"""
ARITHMETIC: Final = """
    add add_ sub sub_ rsub mul mul_ div div_ neg abs pow square sqrt rsqrt exp log reciprocal floor
    ceil round maximum minimum clamp clamp_ clamp_min clamp_min_ clamp_max nan_to_num
    mean sum var std norm linalg_vector_norm max min amax amin argmax
    zeros ones full zeros_like ones_like full_like arange
"""
SHAPES: Final = """
    cat stack split chunk unbind slice select view reshape flatten permute transpose t squeeze
    unsqueeze expand expand_as repeat contiguous flip to type_as detach clone size dim numel
"""
VALUES: Final = """
    len append list format __getitem__ __contains__ __derive_index __range_length
    eq ne lt le gt ge __is__ __isnot__ __not__ __and__ __or__ Int Float Bool ScalarImplicit
"""
FLOW: Final = """
    Constant GetAttr If Loop ListConstruct ListUnpack TupleConstruct TupleUnpack TupleIndex
    NumToTensor RaiseException Uninitialized unchecked_cast dtype device min max
"""

CALCULATIONS: Final = frozenset(
    {f"aten::{name}" for name in (LAYERS + ARITHMETIC + SHAPES + VALUES).split()}
    | {f"prim::{name}" for name in FLOW.split()}
)

ARGUMENTS: Final[dict[str, frozenset[int | None]]] = {
    "dtype": frozenset({None, *range(8), 11, 15}),  # real numbers, which are not quantised
    "layout": frozenset({None, 0}),  # strided
    "memory_format": frozenset({None, 0, 1, 2}),  # contiguous, as it is, channels last
    "rounding_mode": frozenset({None}),  # the least integer by -1 is a trap of the processor
    "copy": frozenset({0}),  # without a type, torch calls itself for ever
    "out": frozenset(),
    "scale_factors": frozenset({None}),  # as small as can be, they lead out of the picture
    "scales_h": frozenset({None}),
    "scales_w": frozenset({None}),
}
"""What torch takes on trust: the constants that are let through, by the names of arguments."""

DECLARED: Final = frozenset(
    f"{name}{ending}" for name in ("Tensor", "int", "float", "bool") for ending in ("", "?", "[]")
)
"""Types of attributes, but those of classes, whose values tell what they are when they are used."""

NO_SCHEMA: Final = "(no schema)"
"""What torch says of operators that are part of its language."""


def forbidden(graph: Any, network: Any) -> str | None:
    """Return what would do more than calculate: an operator, and what of it, or None.

    Imports torch.

    Args:
        graph: The inlined graph of a method of the network, a `torch._C.Graph`.
        network: The `torch._C.ScriptModule` that would run it.
    """
    objects = {next(graph.inputs()).debugName(): network}
    for node in _nodes(graph):
        kind: str = node.kind()
        if kind not in CALCULATIONS:
            return kind
        if kind == "prim::GetAttr" and not _is_as_declared(node, objects):
            return f"{kind} of what is not as declared"
        if kind == "prim::unchecked_cast" and node.output().type().str() not in DECLARED:
            return kind
        unchecked = _unchecked_argument(node)
        if unchecked is not None:
            return f"{kind} with this {unchecked}"
    return None


def _nodes(block: Any) -> Iterator[Any]:
    """Go through the operators of a graph and of all that is inside of it."""
    for node in block.nodes():
        yield node
        for inner in node.blocks():
            yield from _nodes(inner)


def _unchecked_argument(node: Any) -> str | None:
    """Return the name of an argument that torch would take on trust, and that cannot be trusted."""
    from torch._C import parse_schema  # noqa: PLC0415 - seconds long: never at Mopidy's start-up

    schema: str = node.schema()
    if schema == NO_SCHEMA:
        return None
    names = [argument.name for argument in parse_schema(schema).arguments]
    for name, value in zip(names, node.inputs(), strict=False):  # `format` takes any number
        if name in ARGUMENTS and _constant(value) not in ARGUMENTS[name]:
            return name
    return None


def _constant(value: Any) -> int | None:
    """Return what a value always is; -1, which nothing allows, for what is only known later."""
    if value.node().kind() != "prim::Constant":
        return -1
    constant = value.toIValue()
    return constant if constant is None or isinstance(constant, int) else -1


def _is_as_declared(node: Any, objects: dict[str, Any]) -> bool:
    """Tell whether an attribute is read of an object of the class that the code takes it for.

    Torch does not compare what the file gives for an attribute with the type that its class
    declares, and reads by the place that the declared class has for it.

    Args:
        node: The reading, a `prim::GetAttr`.
        objects: The objects known by the names of values; one that is read is put in.
    """
    holder = objects.get(node.input().debugName())
    if holder is None or holder._type().str() != node.input().type().str():  # noqa: SLF001
        return False
    declared = node.output().type()
    if declared.kind() != "ClassType":
        return declared.str() in DECLARED
    objects[node.output().debugName()] = holder.getattr(node.s("name"))
    return True
