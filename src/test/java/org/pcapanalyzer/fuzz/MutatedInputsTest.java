package org.pcapanalyzer.fuzz;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The committed inputs of every target, changed at random but the same way in each build: a short search beside the long one. */
@Tag("fuzz")
final class MutatedInputsTest {
    private static final Path RESOURCES = Path.of("src", "test", "resources");
    private static final int RUNS = 300;
    private static final int MOST_CHANGES = 6;

    @TestFactory
    Stream<DynamicTest> shouldHoldForChangedInputs() throws IOException {
        try (Stream<Path> folders = Files.walk(RESOURCES)) {
            List<Path> targets = folders.filter(folder -> folder.getNameCount() > 1
                            && folder.getParent().toString().endsWith("FuzzTestInputs"))
                    .sorted()
                    .toList();
            return targets.stream().map(inputs -> DynamicTest.dynamicTest(inputs.toString(), () -> run(inputs)));
        }
    }

    private static void run(Path folder) throws Throwable {
        String name = RESOURCES.relativize(folder.getParent()).toString().replace('/', '.');
        Class<?> target = Class.forName(name.substring(0, name.length() - "Inputs".length()));
        Constructor<?> constructor = target.getDeclaredConstructor();
        Method method = target.getDeclaredMethod(folder.getFileName().toString(), byte[].class);
        constructor.setAccessible(true);
        method.setAccessible(true);
        List<byte[]> inputs = inputs(folder);
        Random random = new Random(1);
        for (int i = 0; i < RUNS; i++) {
            byte[] input = changed(inputs, random);
            try {
                method.invoke(constructor.newInstance(), (Object) input);
            } catch (InvocationTargetException e) {
                throw new AssertionError("input " + HexFormat.of().formatHex(input), e.getCause());
            }
        }
    }

    private static List<byte[]> inputs(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted = files.sorted().toList();
            byte[][] inputs = new byte[sorted.size()][];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = Files.readAllBytes(sorted.get(i));
            }
            return List.of(inputs);
        }
    }

    private static byte[] changed(List<byte[]> inputs, Random random) {
        byte[] input = inputs.get(random.nextInt(inputs.size())).clone();
        for (int change = random.nextInt(MOST_CHANGES); change >= 0 && input.length > 1; change--) {
            int at = random.nextInt(input.length);
            switch (random.nextInt(4)) {
                case 0 -> input[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                case 1 -> input[at] = (byte) random.nextInt();
                case 2 -> input = Arrays.copyOf(input, at + 1);
                default -> input = spliced(input, at, inputs.get(random.nextInt(inputs.size())), random);
            }
        }
        return input;
    }

    /** The first bytes of one input, the last of another. */
    private static byte[] spliced(byte[] head, int headLength, byte[] tail, Random random) {
        int from = random.nextInt(tail.length + 1);
        byte[] spliced = Arrays.copyOf(head, headLength + tail.length - from);
        System.arraycopy(tail, from, spliced, headLength, tail.length - from);
        return spliced;
    }
}
