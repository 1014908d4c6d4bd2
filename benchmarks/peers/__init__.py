"""The shipped model beside what people install today, on the same images in the same run."""
