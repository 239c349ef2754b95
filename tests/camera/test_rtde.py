from __future__ import annotations

import pytest

from camera import rtde
from camera.rtde import Kind, Message, Recipe, RtdeError


def test_messages_come_out_whole_however_they_were_cut() -> None:
    sent = rtde.frame(Kind.START) + rtde.frame(Kind.DATA_PACKAGE, b"\x01abc") + rtde.frame(Kind.PAUSE, b"\x01")
    buffer = bytearray()
    heard: list[Message] = []
    for byte in sent:
        buffer.append(byte)
        heard.extend(rtde.messages(buffer))
    assert [message.kind for message in heard] == [Kind.START, Kind.DATA_PACKAGE, Kind.PAUSE]
    assert heard[1].content == b"\x01abc"
    assert not buffer


@pytest.mark.parametrize("begin", [b"\x00\x00\x56", b"\x00\x02\x56", b"\xff\xff\x56"])
def test_a_size_that_cannot_be_is_not_rtde(begin: bytes) -> None:
    with pytest.raises(RtdeError, match="not RTDE"):
        list(rtde.messages(bytearray(begin)))


def test_a_data_package_has_the_bytes_of_the_guide() -> None:
    recipe = Recipe(3, ("output_int_register_24", "standard_digital_output_mask", "speed_slider_fraction"),
                    ("INT32", "UINT8", "DOUBLE"))  # fmt: skip
    packed = recipe.pack((-2, 5, 1.5))
    assert packed == bytes.fromhex("03 fffffffe 05 3ff8000000000000")
    assert recipe.unpack(packed) == {
        "output_int_register_24": -2,
        "standard_digital_output_mask": 5,
        "speed_slider_fraction": 1.5,
    }


def test_vectors_travel_as_vectors() -> None:
    recipe = Recipe(1, ("actual_TCP_pose", "timestamp"), ("VECTOR6D", "DOUBLE"))
    pose = (0.1, 0.2, 0.3, 0.0, 3.0, 0.0)
    assert recipe.unpack(recipe.pack((pose, 7.0))) == {"actual_TCP_pose": pose, "timestamp": 7.0}


@pytest.mark.parametrize("content", [b"", b"\x01\x00\x00\x00", b"\x02\x00\x00\x00\x01"])
def test_a_package_of_another_recipe_or_length_is_refused(content: bytes) -> None:
    with pytest.raises(RtdeError, match="recipe 1"):
        Recipe(1, ("robot_mode",), ("INT32",)).unpack(content)


def test_every_variable_has_a_type_that_can_be_packed() -> None:
    for table in (rtde.OUTPUTS, rtde.INPUTS):
        Recipe(1, tuple(table), tuple(table.values()))
