"""A laboratory of network faults: real kernels in network namespaces, known causes, captures with their truth."""
